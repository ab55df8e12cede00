<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Formats</name>
    <message numerus="yes">
        <source>%n s ago</source>
        <translation>
            <numerusform>%n s ago</numerusform>
            <numerusform>%n s ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <translation>
            <numerusform>in %n min</numerusform>
            <numerusform>in %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <translation>
            <numerusform>in %n h</numerusform>
            <numerusform>in %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n d</source>
        <translation>
            <numerusform>in %n d</numerusform>
            <numerusform>in %n d</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::ActivityChart</name>
    <message numerus="yes">
        <source>%Ln events, at most %1 a minute</source>
        <translation>
            <numerusform>%Ln event, at most %1 a minute</numerusform>
            <numerusform>%Ln events, at most %1 a minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln received</source>
        <translation>
            <numerusform>%Ln received</numerusform>
            <numerusform>%Ln received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::ActivityPanel</name>
    <message numerus="yes">
        <source>%Ln in the last minute</source>
        <translation>
            <numerusform>%Ln in the last minute</numerusform>
            <numerusform>%Ln in the last minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in this hour</source>
        <translation>
            <numerusform>%Ln in this hour</numerusform>
            <numerusform>%Ln in this hour</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::AdvicePanel</name>
    <message numerus="yes">
        <source>Use of %Ln live subscriptions, measured at %1</source>
        <translation>
            <numerusform>Use of %Ln live subscription, measured at %1</numerusform>
            <numerusform>Use of %Ln live subscriptions, measured at %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::CapacityPage</name>
    <message numerus="yes">
        <source>The snapshot of %1 is captured: %Ln live subscriptions.</source>
        <translation>
            <numerusform>The snapshot of %1 is captured: %Ln live subscription.</numerusform>
            <numerusform>The snapshot of %1 is captured: %Ln live subscriptions.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::ConnectionIndicator</name>
    <message numerus="yes">
        <source>Lost for %n s, trying again</source>
        <translation>
            <numerusform>Lost for %n s, trying again</numerusform>
            <numerusform>Lost for %n s, trying again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::EventReplay</name>
    <message numerus="yes">
        <source>Replay %Ln events?</source>
        <translation>
            <numerusform>Replay %Ln event?</numerusform>
            <numerusform>Replay %Ln events?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::InvoicesPage</name>
    <message numerus="yes">
        <source>%Ln invoices were saved to %1.</source>
        <translation>
            <numerusform>%Ln invoice was saved to %1.</numerusform>
            <numerusform>%Ln invoices were saved to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::OutlookWords</name>
    <message numerus="yes">
        <source>Mean of %Ln methods, most of it %1.</source>
        <translation>
            <numerusform>Made by %Ln method: %1.</numerusform>
            <numerusform>Mean of %Ln methods, most of it %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A season of %Ln days was found.</source>
        <translation>
            <numerusform>A season of %Ln day was found.</numerusform>
            <numerusform>A season of %Ln days was found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried out on %Ln past days it was wrong by %1 on average.</source>
        <translation>
            <numerusform>Tried out on %Ln past day it was wrong by %1 on average.</numerusform>
            <numerusform>Tried out on %Ln past days it was wrong by %1 on average.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing days were filled.</source>
        <translation>
            <numerusform>%Ln missing day was filled.</numerusform>
            <numerusform>%Ln missing days were filled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln outliers were set aside.</source>
        <translation>
            <numerusform>%Ln outlier was set aside.</numerusform>
            <numerusform>%Ln outliers were set aside.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A forecast needs %Ln more daily snapshots.</source>
        <translation>
            <numerusform>A forecast needs %Ln more daily snapshot.</numerusform>
            <numerusform>A forecast needs %Ln more daily snapshots.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It ends after %Ln days; %1 take more snapshots.</source>
        <translation>
            <numerusform>It ends after %Ln day; %1 take more snapshots.</numerusform>
            <numerusform>It ends after %Ln days; %1 take more snapshots.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::RunChart</name>
    <message numerus="yes">
        <source>%Ln runs, the longest %1</source>
        <translation>
            <numerusform>%Ln run, %1</numerusform>
            <numerusform>%Ln runs, the longest %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::TotalsStrip</name>
    <message numerus="yes">
        <source>%1 · %Ln invoices</source>
        <translation>
            <numerusform>%1 · %Ln invoice</numerusform>
            <numerusform>%1 · %Ln invoices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::VendorsPage</name>
    <message numerus="yes">
        <source>%Ln vendors</source>
        <translation>
            <numerusform>%Ln vendor</numerusform>
            <numerusform>%Ln vendors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::WebhooksPage</name>
    <message numerus="yes">
        <source>Replay %Ln events</source>
        <translation>
            <numerusform>Replay %Ln event</numerusform>
            <numerusform>Replay %Ln events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln events were put back into the queue.</source>
        <translation>
            <numerusform>%Ln event was put back into the queue.</numerusform>
            <numerusform>%Ln events were put back into the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message numerus="yes">
        <source>%Ln rows so far</source>
        <translation>
            <numerusform>%Ln row so far</numerusform>
            <numerusform>%Ln rows so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleText</name>
    <message numerus="yes">
        <source>Every %n minutes</source>
        <translation>
            <numerusform>Every minute</numerusform>
            <numerusform>Every %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every %n hours</source>
        <translation>
            <numerusform>Every hour</numerusform>
            <numerusform>Every %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VendorRows</name>
    <message numerus="yes">
        <source>since %1, %n attempts</source>
        <translation>
            <numerusform>since %1, %n attempt</numerusform>
            <numerusform>since %1, %n attempts</numerusform>
        </translation>
    </message>
</context>
</TS>
