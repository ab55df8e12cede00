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
