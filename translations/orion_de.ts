<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AdviceWords</name>
    <message>
        <source>Show vendors</source>
        <translation>Händler zeigen</translation>
    </message>
    <message>
        <source>Show these vendors</source>
        <translation>Diese Händler zeigen</translation>
    </message>
    <message>
        <source>Show tiers</source>
        <translation>Tarife zeigen</translation>
    </message>
    <message>
        <source>Show these events</source>
        <translation>Diese Ereignisse zeigen</translation>
    </message>
    <message>
        <source>Show the job</source>
        <translation>Aufgabe zeigen</translation>
    </message>
    <message>
        <source>Show the scaling table</source>
        <translation>Skalierungstabelle zeigen</translation>
    </message>
</context>
<context>
    <name>ErrorBanner</name>
    <message>
        <source>The database cannot be reached. Nothing was changed; the console connects again by itself.</source>
        <translation>Die Datenbank ist nicht erreichbar. Es wurde nichts geändert; die Konsole verbindet sich von selbst wieder.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong; nothing was changed. Try again, and tell the developers if it stays.</source>
        <translation>Etwas Unerwartetes ist schiefgegangen; es wurde nichts geändert. Versuchen Sie es erneut, und melden Sie es den Entwicklern, wenn es so bleibt.</translation>
    </message>
</context>
<context>
    <name>ExternalLink</name>
    <message>
        <source>This link is not a secure web address, so it was not opened.</source>
        <translation>Dieser Link ist keine sichere Webadresse und wurde daher nicht geöffnet.</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n s ago</source>
        <translation>
            <numerusform>vor %n s</numerusform>
            <numerusform>vor %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>vor %n Min.</numerusform>
            <numerusform>vor %n Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>vor %n Std.</numerusform>
            <numerusform>vor %n Std.</numerusform>
        </translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>dd.MM.yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>dd.MM.yyyy, HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm:ss</source>
        <translation>dd.MM.yyyy, HH:mm:ss</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message numerus="yes">
        <source>in %n min</source>
        <translation>
            <numerusform>in %n Min.</numerusform>
            <numerusform>in %n Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n h</source>
        <translation>
            <numerusform>in %n Std.</numerusform>
            <numerusform>in %n Std.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n d</source>
        <translation>
            <numerusform>in %n Tag</numerusform>
            <numerusform>in %n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvoiceColumns</name>
    <message>
        <source>Date (UTC)</source>
        <translation>Datum (UTC)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
</context>
<context>
    <name>JobColumns</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>As the expression says</source>
        <translation>Wie der Ausdruck sagt</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>ddd HH:mm</source>
        <translation>ddd HH:mm</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Next run (%1)</source>
        <translation>Nächster Lauf (%1)</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Letzter Lauf</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Noch nie</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Started (%1)</source>
        <translation>Begonnen (%1)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>JobWords</name>
    <message>
        <source>Open order windows</source>
        <translation>Bestellfenster öffnen</translation>
    </message>
    <message>
        <source>Opens the month in which each vendor&apos;s orders are counted next.</source>
        <translation>Öffnet den Monat, in dem die Bestellungen jedes Händlers als Nächstes gezählt werden.</translation>
    </message>
    <message>
        <source>End trials</source>
        <translation>Testphasen beenden</translation>
    </message>
    <message>
        <source>Ends local trials whose time is up; Stripe ends its own.</source>
        <translation>Beendet abgelaufene lokale Testphasen; Stripe beendet die eigenen.</translation>
    </message>
    <message>
        <source>Capacity snapshot</source>
        <translation>Kapazität festhalten</translation>
    </message>
    <message>
        <source>Writes down how large the platform is and what its limits are.</source>
        <translation>Hält fest, wie groß die Plattform ist und wo ihre Grenzen liegen.</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>Closes what has been cancelled for 30 days and forgets old records.</source>
        <translation>Schließt ab, was seit 30 Tagen gekündigt ist, und löscht alte Einträge.</translation>
    </message>
    <message>
        <source>Recover missed events</source>
        <translation>Ereignisse nachholen</translation>
    </message>
    <message>
        <source>Gets events from Stripe that never came in.</source>
        <translation>Holt Ereignisse von Stripe, die nie eingegangen sind.</translation>
    </message>
    <message>
        <source>Compare with Stripe</source>
        <translation>Mit Stripe abgleichen</translation>
    </message>
    <message>
        <source>Repairs subscriptions that differ from Stripe.</source>
        <translation>Berichtigt Abonnements, die von Stripe abweichen.</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Angefordert</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Erfolgreich</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
</context>
<context>
    <name>Orion::ActivityChart</name>
    <message>
        <source>Events a minute</source>
        <translation>Ereignisse je Minute</translation>
    </message>
    <message numerus="yes">
        <source>%Ln events, at most %1 a minute</source>
        <translation>
            <numerusform>%Ln Ereignis, höchstens %1 je Minute</numerusform>
            <numerusform>%Ln Ereignisse, höchstens %1 je Minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln received</source>
        <translation>
            <numerusform>%Ln eingegangen</numerusform>
            <numerusform>%Ln eingegangen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln gescheitert</numerusform>
            <numerusform>%Ln gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Orion::ActivityPanel</name>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Until applied</source>
        <translation>Bis angewendet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in the last minute</source>
        <translation>
            <numerusform>%Ln in der letzten Minute</numerusform>
            <numerusform>%Ln in der letzten Minute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in this hour</source>
        <translation>
            <numerusform>%Ln in dieser Stunde</numerusform>
            <numerusform>%Ln in dieser Stunde</numerusform>
        </translation>
    </message>
    <message>
        <source>the oldest for %1</source>
        <translation>das älteste seit %1</translation>
    </message>
    <message>
        <source>tried again later</source>
        <translation>werden später wiederholt</translation>
    </message>
    <message>
        <source>all applied</source>
        <translation>alle angewendet</translation>
    </message>
    <message>
        <source>95 %: %1</source>
        <translation>95 %: %1</translation>
    </message>
    <message>
        <source>Half of the events are applied this long after they arrived or sooner. They arrive %1 after Stripe made them.</source>
        <translation>Die Hälfte der Ereignisse ist so lange nach dem Eingang oder früher angewendet. Sie gehen %1 nach ihrer Entstehung bei Stripe ein.</translation>
    </message>
    <message>
        <source>The last hour could not be read. %1</source>
        <translation>Die letzte Stunde konnte nicht gelesen werden. %1</translation>
    </message>
</context>
<context>
    <name>Orion::AdvicePanel</name>
    <message>
        <source>Recommendations</source>
        <translation>Empfehlungen</translation>
    </message>
    <message numerus="yes">
        <source>Use of %Ln live subscriptions, measured at %1</source>
        <translation>
            <numerusform>Nutzung von %Ln laufenden Abonnement, gemessen um %1</numerusform>
            <numerusform>Nutzung von %Ln laufenden Abonnements, gemessen um %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>recommendation, button</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Orion::CapacityPage</name>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>Capture snapshot now</source>
        <translation>Jetzt festhalten</translation>
    </message>
    <message>
        <source>Measuring the platform…</source>
        <translation>Die Plattform wird gemessen …</translation>
    </message>
    <message numerus="yes">
        <source>The snapshot of %1 is captured: %Ln live subscriptions.</source>
        <translation>
            <numerusform>Der Stand vom %1 ist festgehalten: %Ln laufendes Abonnement.</numerusform>
            <numerusform>Der Stand vom %1 ist festgehalten: %Ln laufende Abonnements.</numerusform>
        </translation>
    </message>
    <message>
        <source>The chart is saved as %1.</source>
        <translation>Das Diagramm ist als %1 gespeichert.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>History and forecasts are made of daily snapshots. A companion captures one each night; the first can be captured now.</source>
        <translation>Verlauf und Prognosen entstehen aus täglich festgehaltenen Ständen. Ein Companion hält jede Nacht einen fest; der erste lässt sich jetzt festhalten.</translation>
    </message>
    <message>
        <source>No snapshots yet</source>
        <translation>Noch nichts festgehalten</translation>
    </message>
    <message>
        <source>Snapshot of %1, %2</source>
        <comment>day, how long ago</comment>
        <translation>Stand vom %1, %2</translation>
    </message>
    <message>
        <source>It is being measured already.</source>
        <translation>Es wird schon gemessen.</translation>
    </message>
    <message>
        <source>Measures the platform and replaces the snapshot of this day (Ctrl+Enter)</source>
        <translation>Misst die Plattform und ersetzt den Stand dieses Tages (Strg+Eingabe)</translation>
    </message>
</context>
<context>
    <name>Orion::CapacityWords</name>
    <message>
        <source>Vendors</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Orders in 30 days</source>
        <translation>Bestellungen, 30 Tage</translation>
    </message>
    <message>
        <source>Team members</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>Database size</source>
        <translation>Datenbankgröße</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1: share of the limits in use</source>
        <comment>products</comment>
        <translation>%1: genutzter Anteil der Grenzen</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>thousands</comment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1M</source>
        <comment>millions</comment>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of the limits</source>
        <translation>%1 der Grenzen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>share, limit</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The step %1 of the infrastructure begins at %2 clients.</source>
        <translation>Die Infrastrukturstufe %1 beginnt bei %2 Kunden.</translation>
    </message>
    <message>
        <source>%1 of %2 in use; every subscription has a limit.</source>
        <translation>%1 von %2 genutzt; jedes Abonnement hat eine Grenze.</translation>
    </message>
    <message>
        <source>%1 of %2 in use by the %3 subscriptions that have a limit; %4 have none.</source>
        <translation>%1 von %2 genutzt, von den %3 Abonnements, die eine Grenze haben; %4 haben keine.</translation>
    </message>
    <message>
        <source>the infrastructure step %1 (%2 clients)</source>
        <translation>die Infrastrukturstufe %1 (%2 Kunden)</translation>
    </message>
    <message>
        <source>the limit (%1 at present)</source>
        <translation>die Grenze (zurzeit %1)</translation>
    </message>
    <message>
        <source>%1: %2 clients</source>
        <comment>step</comment>
        <translation>%1: %2 Kunden</translation>
    </message>
    <message>
        <source>Limit: %1, %2 at present</source>
        <comment>100 %, number</comment>
        <translation>Grenze: %1, zurzeit %2</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
</context>
<context>
    <name>Orion::ChartExportMenu</name>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG-Bilder (*.png)</translation>
    </message>
    <message>
        <source>SVG pictures (*.svg)</source>
        <translation>SVG-Bilder (*.svg)</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Bild (PNG) …</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>Zeichnung (SVG) …</translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation>Zahlen (CSV) …</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Diagramm exportieren</translation>
    </message>
</context>
<context>
    <name>Orion::ChartWords</name>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>80 %</source>
        <translation>80 %</translation>
    </message>
    <message>
        <source>Limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>Share of the tiers in all subscriptions</source>
        <translation>Anteil der Tarife an allen Abonnements</translation>
    </message>
    <message>
        <source>Subscriptions by tier</source>
        <translation>Abonnements nach Tarif</translation>
    </message>
</context>
<context>
    <name>Orion::ConnectionIndicator</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Lost just now, trying again</source>
        <translation>Gerade getrennt</translation>
    </message>
    <message numerus="yes">
        <source>Lost for %n s, trying again</source>
        <translation>
            <numerusform>Getrennt seit %n s</numerusform>
            <numerusform>Getrennt seit %n s</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on this computer</source>
        <translation>%1 auf diesem Rechner</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
</context>
<context>
    <name>Orion::Console</name>
    <message>
        <source>Connecting to the database…</source>
        <translation>Verbindung zur Datenbank wird hergestellt …</translation>
    </message>
    <message>
        <source>Starting the database of this computer…</source>
        <translation>Die Datenbank dieses Rechners wird gestartet …</translation>
    </message>
    <message>
        <source>Starting the demo…</source>
        <translation>Die Demo wird gestartet …</translation>
    </message>
</context>
<context>
    <name>Orion::CopyLabel</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
</context>
<context>
    <name>Orion::DetailPane</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Orion::ErrorBanner</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Orion::EventReplay</name>
    <message>
        <source>Replay this event?</source>
        <translation>Dieses Ereignis erneut verarbeiten?</translation>
    </message>
    <message numerus="yes">
        <source>Replay %Ln events?</source>
        <translation>
            <numerusform>%Ln Ereignis erneut verarbeiten?</numerusform>
            <numerusform>%Ln Ereignisse erneut verarbeiten?</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue takes it up again. If it was already applied, or is older than what is known, it changes nothing.</source>
        <translation>Die Warteschlange nimmt es erneut auf. Wurde es schon angewendet oder ist es älter als der bekannte Stand, ändert es nichts.</translation>
    </message>
    <message>
        <source>The queue takes them up again, in the order in which they arrived. Those that were already applied, or are older than what is known, change nothing.</source>
        <translation>Die Warteschlange nimmt sie erneut auf, in der Reihenfolge ihres Eingangs. Was schon angewendet wurde oder älter als der bekannte Stand ist, ändert nichts.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Erneut verarbeiten</translation>
    </message>
</context>
<context>
    <name>Orion::ExportJob</name>
    <message>
        <source>The file %1 cannot be written: %2. Choose another place.</source>
        <translation>Die Datei %1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The export was cancelled.</source>
        <translation>Der Export wurde abgebrochen.</translation>
    </message>
</context>
<context>
    <name>Orion::FeatureEdit</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Another feature, such as api_access</source>
        <translation>Weitere Funktion, etwa api_access</translation>
    </message>
    <message>
        <source>Another feature</source>
        <translation>Weitere Funktion</translation>
    </message>
</context>
<context>
    <name>Orion::FilterBar</name>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
</context>
<context>
    <name>Orion::HistoryCard</name>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>History and forecast</source>
        <translation>Verlauf und Prognose</translation>
    </message>
    <message>
        <source>Tiers over time</source>
        <translation>Tarife im Zeitverlauf</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Share of limits</source>
        <translation>Anteil der Grenzen</translation>
    </message>
    <message>
        <source>What part of the sum of the limits is in use</source>
        <translation>Welcher Teil der Summe der Grenzen genutzt wird</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <source>90 d</source>
        <translation>90 T</translation>
    </message>
    <message>
        <source>The last 90 days</source>
        <translation>Die letzten 90 Tage</translation>
    </message>
    <message>
        <source>1 y</source>
        <translation>1 J</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>Das letzte Jahr</translation>
    </message>
    <message>
        <source>3 y</source>
        <translation>3 J</translation>
    </message>
    <message>
        <source>The last three years</source>
        <translation>Die letzten drei Jahre</translation>
    </message>
    <message>
        <source>All</source>
        <comment>of the days</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Alle Tage</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>30 days ahead</source>
        <translation>30 Tage voraus</translation>
    </message>
    <message>
        <source>90 days ahead</source>
        <translation>90 Tage voraus</translation>
    </message>
    <message>
        <source>365 d</source>
        <translation>365 T</translation>
    </message>
    <message>
        <source>365 days ahead</source>
        <translation>365 Tage voraus</translation>
    </message>
    <message>
        <source>Live subscriptions on each day, by the tier they had then.</source>
        <translation>Laufende Abonnements an jedem Tag, nach dem Tarif, den sie damals hatten.</translation>
    </message>
</context>
<context>
    <name>Orion::InvoiceDetailView</name>
    <message>
        <source>New subscription</source>
        <translation>Neues Abonnement</translation>
    </message>
    <message>
        <source>Renewal</source>
        <translation>Verlängerung</translation>
    </message>
    <message>
        <source>Change of subscription</source>
        <translation>Änderung des Abonnements</translation>
    </message>
    <message>
        <source>Made by hand</source>
        <translation>Manuell erstellt</translation>
    </message>
    <message>
        <source>Needs a response</source>
        <translation>Antwort nötig</translation>
    </message>
    <message>
        <source>Under review</source>
        <translation>In Prüfung</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2) by %3</source>
        <translation>%1 (%2) bis %3</translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation>Zwischensumme</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Invoice date</source>
        <translation>Rechnungsdatum</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Payment attempts</source>
        <translation>Zahlungsversuche</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>Rückbuchung</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>Invoice at Stripe</source>
        <translation>Rechnung bei Stripe</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Open PDF</source>
        <translation>PDF öffnen</translation>
    </message>
    <message>
        <source>Open invoice page</source>
        <translation>Rechnungsseite öffnen</translation>
    </message>
    <message>
        <source>Draft invoice</source>
        <translation>Rechnungsentwurf</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Noch nicht</translation>
    </message>
</context>
<context>
    <name>Orion::InvoiceFilterBar</name>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>This quarter</source>
        <translation>Dieses Quartal</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Custom days</source>
        <translation>Eigener Zeitraum</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>Search vendor, number or Stripe id</source>
        <translation>Händler, Nummer oder Stripe-ID</translation>
    </message>
    <message>
        <source>Period, by UTC</source>
        <translation>Zeitraum (UTC)</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>All statuses</source>
        <translation>Alle Status</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>All currencies</source>
        <translation>Alle Währungen</translation>
    </message>
</context>
<context>
    <name>Orion::InvoicesPage</name>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV-Export</translation>
    </message>
    <message>
        <source>Save every invoice of this filter as a CSV file (Ctrl+E)</source>
        <translation>Alle Rechnungen dieses Filters als CSV-Datei speichern (Strg+E)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln invoices were saved to %1.</source>
        <translation>
            <numerusform>%Ln Rechnung wurde in %1 gespeichert.</numerusform>
            <numerusform>%Ln Rechnungen wurden in %1 gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>No invoice matches</source>
        <translation>Keine passende Rechnung</translation>
    </message>
    <message>
        <source>Widen the filter or choose another period.</source>
        <translation>Erweitern Sie den Filter oder wählen Sie einen anderen Zeitraum.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>No invoices in this period</source>
        <translation>Keine Rechnungen in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Choose another period, or wait for Stripe&apos;s next invoice.</source>
        <translation>Wählen Sie einen anderen Zeitraum oder warten Sie auf die nächste Rechnung von Stripe.</translation>
    </message>
    <message>
        <source>Export invoices</source>
        <translation>Rechnungen exportieren</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>Exporting invoices…</source>
        <translation>Rechnungen werden exportiert …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Exporting %1 of %2 invoices…</source>
        <translation>Export läuft: %1 von %2 Rechnungen …</translation>
    </message>
    <message>
        <source>Exporting, %1 invoices so far…</source>
        <translation>Export läuft, bisher %1 Rechnungen …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written.</source>
        <translation>Der Export wurde abgebrochen; es wurde keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>Orion::JobControl</name>
    <message>
        <source>Running jobs needs the role orion_admin or orion_ops.</source>
        <translation>Aufgaben ausführen können nur die Rollen orion_admin und orion_ops.</translation>
    </message>
    <message>
        <source>Run “%1” now?</source>
        <translation>„%1“ jetzt ausführen?</translation>
    </message>
    <message>
        <source>%1 A companion begins within a few seconds; the schedule stays as it is.</source>
        <translation>%1 Ein Companion beginnt innerhalb weniger Sekunden; der Zeitplan bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Jetzt ausführen</translation>
    </message>
    <message>
        <source>Cancel this run of “%1”?</source>
        <translation>Diesen Lauf von „%1“ abbrechen?</translation>
    </message>
    <message>
        <source>No companion has begun it, and none will.</source>
        <translation>Kein Companion hat ihn begonnen, und keiner wird es tun.</translation>
    </message>
    <message>
        <source>It ends when the batch at hand is done. What it has done stays, and the next run goes on from there.</source>
        <translation>Er endet, sobald der laufende Schritt fertig ist. Was getan ist, bleibt; der nächste Lauf macht dort weiter.</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>Lauf abbrechen</translation>
    </message>
</context>
<context>
    <name>Orion::JobPanel</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>Noch keine Läufe</translation>
    </message>
    <message>
        <source>Its runs show here as soon as a companion has begun one.</source>
        <translation>Läufe erscheinen hier, sobald ein Companion einen begonnen hat.</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Jetzt ausführen</translation>
    </message>
    <message>
        <source>It runs already, or has been asked to.</source>
        <translation>Sie läuft bereits oder ist angefordert.</translation>
    </message>
    <message>
        <source>Run this job now (Ctrl+Enter)</source>
        <translation>Diese Aufgabe jetzt ausführen (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>mit Fehler</translation>
    </message>
    <message>
        <source>cancelled or lost</source>
        <translation>abgebrochen oder verloren</translation>
    </message>
    <message>
        <source>Rows, on the right</source>
        <translation>Zeilen, rechts</translation>
    </message>
</context>
<context>
    <name>Orion::JobsPage</name>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>What companions do by themselves</source>
        <translation>Was Companions von selbst tun</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message>
        <source>Jobs show here once a companion serves this database: start orion-companion serve.</source>
        <translation>Aufgaben erscheinen hier, sobald ein Companion diese Datenbank bedient: Starten Sie orion-companion serve.</translation>
    </message>
    <message>
        <source>The run was over before it could be cancelled.</source>
        <translation>Der Lauf war zu Ende, bevor er abgebrochen werden konnte.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>job, how its run ended, what it says</comment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job, what its run says</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Orion::LimitEdit</name>
    <message>
        <source>Unlimited</source>
        <translation>Unbegrenzt</translation>
    </message>
    <message>
        <source>Enter a whole number from 0 to %1, or choose Unlimited.</source>
        <translation>Geben Sie eine ganze Zahl von 0 bis %1 ein oder wählen Sie „Unbegrenzt“.</translation>
    </message>
</context>
<context>
    <name>Orion::MainWindow</name>
    <message>
        <source>The database cannot be reached. What you see may be old; the console goes on by itself as soon as the database answers.</source>
        <translation>Die Datenbank ist nicht erreichbar. Die Anzeige kann veraltet sein; die Konsole arbeitet von selbst weiter, sobald die Datenbank antwortet.</translation>
    </message>
</context>
<context>
    <name>Orion::MetricTiles</name>
    <message>
        <source>No limit</source>
        <translation>Ohne Grenze</translation>
    </message>
    <message>
        <source>From %1 to %2 in %3 days</source>
        <translation>Von %1 auf %2 in %3 Tagen</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Taste %1</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Kennzahl</translation>
    </message>
</context>
<context>
    <name>Orion::MoneyEdit</name>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>A price cannot be negative.</source>
        <translation>Ein Preis kann nicht negativ sein.</translation>
    </message>
</context>
<context>
    <name>Orion::NavButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>Orion::Notice</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Orion::OutlookWords</name>
    <message>
        <source>the last value</source>
        <translation>der letzte Wert</translation>
    </message>
    <message>
        <source>the mean step</source>
        <translation>die mittlere Änderung</translation>
    </message>
    <message>
        <source>a smoothed level</source>
        <translation>ein geglättetes Niveau</translation>
    </message>
    <message>
        <source>a smoothed trend</source>
        <translation>ein geglätteter Trend</translation>
    </message>
    <message>
        <source>a trend that fades</source>
        <translation>ein abklingender Trend</translation>
    </message>
    <message>
        <source>Theta</source>
        <translation>Theta</translation>
    </message>
    <message>
        <source>a regression on recent days</source>
        <translation>eine Regression auf die letzten Tage</translation>
    </message>
    <message>
        <source>a regression on the last season</source>
        <translation>eine Regression auf die letzte Saison</translation>
    </message>
    <message>
        <source>a wave over a level</source>
        <translation>eine Welle über einem Niveau</translation>
    </message>
    <message>
        <source>the last seasons&apos; movements</source>
        <translation>die Bewegungen der letzten Saisons</translation>
    </message>
    <message numerus="yes">
        <source>Mean of %Ln methods, most of it %1.</source>
        <translation>
            <numerusform>Aus %Ln Verfahren: %1.</numerusform>
            <numerusform>Mittel aus %Ln Verfahren, vor allem: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>A weekly season was found.</source>
        <translation>Eine Wochensaison wurde gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>A season of %Ln days was found.</source>
        <translation>
            <numerusform>Eine Saison von %Ln Tag wurde gefunden.</numerusform>
            <numerusform>Eine Saison von %Ln Tagen wurde gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>No season was found.</source>
        <translation>Eine Saison wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Too short a history to try it out on the past.</source>
        <translation>Der Verlauf ist zu kurz, um es an der Vergangenheit zu erproben.</translation>
    </message>
    <message numerus="yes">
        <source>Tried out on %Ln past days it was wrong by %1 on average.</source>
        <translation>
            <numerusform>An %Ln vergangenen Tag erprobt, lag es im Mittel um %1 daneben.</numerusform>
            <numerusform>An %Ln vergangenen Tagen erprobt, lag es im Mittel um %1 daneben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing days were filled.</source>
        <translation>
            <numerusform>%Ln fehlender Tag wurde ergänzt.</numerusform>
            <numerusform>%Ln fehlende Tage wurden ergänzt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln outliers were set aside.</source>
        <translation>
            <numerusform>%Ln Ausreißer blieb außer Betracht.</numerusform>
            <numerusform>%Ln Ausreißer blieben außer Betracht.</numerusform>
        </translation>
    </message>
    <message>
        <source>A lasting jump was taken into account.</source>
        <translation>Ein bleibender Sprung wurde berücksichtigt.</translation>
    </message>
    <message>
        <source>Has reached %1.</source>
        <translation>Hat %1 erreicht.</translation>
    </message>
    <message>
        <source>Does not reach %1 within the forecast, which ends on %2.</source>
        <translation>Erreicht %1 nicht innerhalb der Prognose, die am %2 endet.</translation>
    </message>
    <message>
        <source>May reach %1 from %2 on, most likely not before %3.</source>
        <translation>Kann %1 ab %2 erreichen, am wahrscheinlichsten nicht vor dem %3.</translation>
    </message>
    <message>
        <source>Reaches %1 most likely on %2, at the earliest on %3; at the latest after the forecast&apos;s end.</source>
        <translation>Erreicht %1 am wahrscheinlichsten am %2, frühestens am %3, spätestens nach dem Ende der Prognose.</translation>
    </message>
    <message>
        <source>Reaches %1 between %2 and %3, most likely on %4.</source>
        <translation>Erreicht %1 zwischen %2 und %3, am wahrscheinlichsten am %4.</translation>
    </message>
    <message numerus="yes">
        <source>A forecast needs %Ln more daily snapshots.</source>
        <translation>
            <numerusform>Für eine Prognose fehlt noch %Ln Tagesstand.</numerusform>
            <numerusform>Für eine Prognose fehlen noch %Ln Tagesstände.</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1 most likely %2; with 80 % probability %3 to %4, with 95 % %5 to %6.</source>
        <translation>Am %1 am wahrscheinlichsten %2; mit 80 % Wahrscheinlichkeit %3 bis %4, mit 95 % %5 bis %6.</translation>
    </message>
    <message numerus="yes">
        <source>It ends after %Ln days; %1 take more snapshots.</source>
        <translation>
            <numerusform>Sie endet nach %Ln Tag; für %1 braucht es mehr Tagesstände.</numerusform>
            <numerusform>Sie endet nach %Ln Tagen; für %1 braucht es mehr Tagesstände.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::PagedTableView</name>
    <message>
        <source>Nothing here yet</source>
        <translation>Noch nichts vorhanden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Loading more…</source>
        <translation>Weitere werden geladen …</translation>
    </message>
</context>
<context>
    <name>Orion::PayloadView</name>
    <message>
        <source>Payload</source>
        <translation>Nutzdaten</translation>
    </message>
    <message>
        <source>Formatted</source>
        <translation>Formatiert</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Find in payload</source>
        <translation>In Nutzdaten suchen</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Copy the payload as received</source>
        <translation>Nutzdaten wie empfangen kopieren</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>Orion::Photographer</name>
    <message>
        <source>The picture %1 cannot be written. Choose another folder.</source>
        <translation>Das Bild %1 kann nicht geschrieben werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>Orion::RunChart</name>
    <message>
        <source>Duration and rows of the last runs</source>
        <translation>Dauer und Zeilen der letzten Läufe</translation>
    </message>
    <message numerus="yes">
        <source>%Ln runs, the longest %1</source>
        <translation>
            <numerusform>%Ln Lauf, %1</numerusform>
            <numerusform>%Ln Läufe, der längste %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 after %3, %4</source>
        <comment>time, how it ended, how long it took, rows</comment>
        <translation>%1: %2 nach %3, %4</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::RunDetail</name>
    <message>
        <source>Asked by</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Angefordert</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Companion</source>
        <translation>Companion</translation>
    </message>
    <message>
        <source>Cancelled by</source>
        <translation>Abgebrochen von</translation>
    </message>
    <message>
        <source>No run selected</source>
        <translation>Kein Lauf ausgewählt</translation>
    </message>
    <message>
        <source>Choose a run to see who asked for it and how it ended.</source>
        <translation>Wählen Sie einen Lauf, um seinen Anlass und sein Ergebnis zu sehen.</translation>
    </message>
    <message>
        <source>Run of %1</source>
        <translation>Lauf vom %1</translation>
    </message>
</context>
<context>
    <name>Orion::ScalingDialog</name>
    <message>
        <source>%1 clients are on the last step, %2.</source>
        <translation>%1 Kunden entsprechen der letzten Stufe, %2.</translation>
    </message>
    <message>
        <source>%1 clients are on the step %2; %3 of them need the next one, %4.</source>
        <translation>%1 Kunden entsprechen der Stufe %2; ab %3 ist die nächste nötig, %4.</translation>
    </message>
    <message>
        <source>Scaling table</source>
        <translation>Skalierungstabelle</translation>
    </message>
    <message>
        <source>Infrastructure by number of clients</source>
        <translation>Infrastruktur nach Zahl der Kunden</translation>
    </message>
    <message>
        <source>Clients are vendors with a live subscription.</source>
        <translation>Kunden sind Händler mit einem laufenden Abonnement.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>vCPU</source>
        <translation>vCPU</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Monthly cost</source>
        <translation>Kosten im Monat</translation>
    </message>
    <message>
        <source>present</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>Orion::SnapshotCapture</name>
    <message>
        <source>Capturing a snapshot needs the role orion_admin or orion_ops.</source>
        <translation>Den Stand festzuhalten erfordert die Rolle orion_admin oder orion_ops.</translation>
    </message>
</context>
<context>
    <name>Orion::StartupScreen</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>The console could not start</source>
        <translation>Die Konsole konnte nicht starten</translation>
    </message>
</context>
<context>
    <name>Orion::StateView</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>This could not be loaded</source>
        <translation>Laden nicht möglich</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>Orion::TierConflictDialog</name>
    <message>
        <source>Theirs</source>
        <translation>Fremde Fassung</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Eigene Fassung</translation>
    </message>
    <message>
        <source>Two versions of %1</source>
        <translation>Zwei Fassungen von %1</translation>
    </message>
    <message>
        <source>Somebody else saved %1 first</source>
        <translation>%1 wurde inzwischen von jemand anderem gespeichert</translation>
    </message>
    <message>
        <source>Nothing of yours was saved yet. Keep editing to go on with your changes on top of theirs, or reload to drop yours. What both of you changed is marked.</source>
        <translation>Ihre Änderungen sind noch nicht gespeichert. Bearbeiten Sie weiter, um sie auf die fremde Fassung zu übertragen, oder laden Sie die fremde Fassung und verwerfen Ihre Änderungen. Was beide geändert haben, ist markiert.</translation>
    </message>
    <message>
        <source>Reload theirs</source>
        <translation>Fremde Fassung laden</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
</context>
<context>
    <name>Orion::TierEditor</name>
    <message>
        <source>Features</source>
        <translation>Funktionen</translation>
    </message>
    <message>
        <source>Included</source>
        <translation>Enthalten</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>On sale</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Display order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>The order of tiers: moving to a higher one is an upgrade.</source>
        <translation>Die Reihenfolge der Tarife: Der Wechsel zu einem höheren ist ein Upgrade.</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Monthly</source>
        <translation>Monatlich</translation>
    </message>
    <message>
        <source>Annual</source>
        <translation>Jährlich</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Orders a month</source>
        <translation>Bestellungen pro Monat</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Team members</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Monthly price</source>
        <translation>Monatspreis</translation>
    </message>
    <message>
        <source>Annual price</source>
        <translation>Jahrespreis</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Programs rely on the code; it cannot change later.</source>
        <translation>Programme verlassen sich auf den Code; er ist später nicht änderbar.</translation>
    </message>
    <message>
        <source>A Stripe price cannot change its amount: saving clears %1. Present subscribers keep it; enter the id of the new price or run “orion-companion stripe setup”.</source>
        <translation>Der Betrag eines Stripe-Preises lässt sich nicht ändern: Beim Speichern entfällt %1. Bestehende Abonnenten behalten ihn; geben Sie die ID des neuen Preises ein oder führen Sie „orion-companion stripe setup“ aus.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Some fields need a look</source>
        <translation>Bitte Felder prüfen</translation>
    </message>
    <message>
        <source>New tier</source>
        <translation>Neuer Tarif</translation>
    </message>
    <message>
        <source>Saved · revision %1</source>
        <translation>Gespeichert · Revision %1</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>Speichern (Strg+S)</translation>
    </message>
</context>
<context>
    <name>Orion::TiersPage</name>
    <message>
        <source>The role %1 may not change tiers.</source>
        <translation>Die Rolle %1 darf Tarife nicht ändern.</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>Tarife</translation>
    </message>
    <message>
        <source>What the platform sells</source>
        <translation>Was die Plattform verkauft</translation>
    </message>
    <message>
        <source>New tier</source>
        <translation>Neuer Tarif</translation>
    </message>
    <message>
        <source>New tier (Ctrl+N)</source>
        <translation>Neuer Tarif (Strg+N)</translation>
    </message>
    <message>
        <source>No tiers yet</source>
        <translation>Noch keine Tarife</translation>
    </message>
    <message>
        <source>A tier is what a vendor subscribes to: a price, limits and features.</source>
        <translation>Einen Tarif abonniert ein Händler: Preis, Grenzen und Funktionen.</translation>
    </message>
    <message>
        <source>No tier chosen</source>
        <translation>Kein Tarif gewählt</translation>
    </message>
    <message>
        <source>Choose a tier to see its prices, limits and features.</source>
        <translation>Wählen Sie einen Tarif, um Preise, Grenzen und Funktionen zu sehen.</translation>
    </message>
    <message>
        <source>Somebody else has just saved this tier. Saving yours will show both versions first.</source>
        <translation>Jemand anderes hat diesen Tarif soeben gespeichert. Wenn Sie speichern, sehen Sie zuerst beide Fassungen.</translation>
    </message>
    <message>
        <source>Save your changes?</source>
        <translation>Änderungen speichern?</translation>
    </message>
    <message>
        <source>This tier has changes that were not saved.</source>
        <translation>Dieser Tarif hat nicht gespeicherte Änderungen.</translation>
    </message>
    <message>
        <source>This tier has changes that cannot be saved yet: some fields need a look.</source>
        <translation>Dieser Tarif hat Änderungen, die noch nicht gespeichert werden können: Bitte prüfen Sie die Felder.</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>Orion::TimeChart</name>
    <message>
        <source>%1 to %2, a value for each day by the arrow keys</source>
        <comment>days</comment>
        <translation>%1 bis %2, mit den Pfeiltasten ein Wert für jeden Tag</translation>
    </message>
</context>
<context>
    <name>Orion::TotalsStrip</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln invoices</source>
        <translation>
            <numerusform>%1 · %Ln Rechnung</numerusform>
            <numerusform>%1 · %Ln Rechnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>The totals could not be added up. %1</source>
        <translation>Die Summen konnten nicht gebildet werden. %1</translation>
    </message>
</context>
<context>
    <name>Orion::UsageMeter</name>
    <message>
        <source>%1 · unlimited</source>
        <translation>%1 · unbegrenzt</translation>
    </message>
    <message>
        <source>%1 of %2 · %3 over</source>
        <translation>%1 von %2 · %3 darüber</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>Orion::VendorDetailPane</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Trial ends</source>
        <translation>Testphase bis</translation>
    </message>
    <message>
        <source>Cancels</source>
        <translation>Gekündigt zum</translation>
    </message>
    <message>
        <source>Past due</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Payment method</source>
        <translation>Zahlungsart</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Orders this month</source>
        <translation>Bestellungen im Monat</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Team members</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>On file</source>
        <translation>Hinterlegt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>No invoices yet</source>
        <translation>Noch keine Rechnungen</translation>
    </message>
    <message>
        <source>No events yet</source>
        <translation>Noch keine Ereignisse</translation>
    </message>
    <message>
        <source>Nothing has changed yet</source>
        <translation>Noch keine Änderungen</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>Orion::VendorsPage</name>
    <message>
        <source>Vendors</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Name, code or email begins with…</source>
        <translation>Name, Code oder E-Mail beginnt mit …</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Every status</source>
        <translation>Alle Status</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Every tier</source>
        <translation>Alle Tarife</translation>
    </message>
    <message>
        <source>No vendor fits</source>
        <translation>Kein passender Händler</translation>
    </message>
    <message>
        <source>No vendor has this status and tier and begins like this.</source>
        <translation>Kein Händler mit diesem Status und Tarif beginnt so.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>No vendors yet</source>
        <translation>Noch keine Händler</translation>
    </message>
    <message>
        <source>Vendors appear here when the platform registers them.</source>
        <translation>Händler erscheinen hier, sobald die Plattform sie anmeldet.</translation>
    </message>
    <message>
        <source>More than %1 vendors</source>
        <translation>Mehr als %1 Händler</translation>
    </message>
    <message numerus="yes">
        <source>%Ln vendors</source>
        <translation>
            <numerusform>%Ln Händler</numerusform>
            <numerusform>%Ln Händler</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orion::WebhookDetail</name>
    <message>
        <source>Replay</source>
        <translation>Erneut verarbeiten</translation>
    </message>
    <message>
        <source>Apply this event again</source>
        <translation>Dieses Ereignis erneut anwenden</translation>
    </message>
    <message>
        <source>Replaying needs the role orion_admin or orion_ops.</source>
        <translation>Erneutes Verarbeiten erfordert die Rolle orion_admin oder orion_ops.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Happened</source>
        <translation>Eingetreten</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Next attempt</source>
        <translation>Nächster Versuch</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>No event selected</source>
        <translation>Kein Ereignis gewählt</translation>
    </message>
    <message>
        <source>Choose an event to see what became of it and what Stripe sent.</source>
        <translation>Wählen Sie ein Ereignis, um zu sehen, was daraus wurde und was Stripe gesendet hat.</translation>
    </message>
    <message>
        <source>Your role may not see what Stripe sent.</source>
        <translation>Ihre Rolle darf nicht sehen, was Stripe gesendet hat.</translation>
    </message>
    <message>
        <source>%1, API version %2</source>
        <translation>%1, API-Version %2</translation>
    </message>
</context>
<context>
    <name>Orion::WebhooksPage</name>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Search event, object or vendor</source>
        <translation>Ereignis, Objekt oder Händler</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Typen</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Gesamte Zeit</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Webhook events</source>
        <translation>Webhook-Ereignisse</translation>
    </message>
    <message>
        <source>No event matches</source>
        <translation>Kein passendes Ereignis</translation>
    </message>
    <message>
        <source>Widen the filter to see more.</source>
        <translation>Erweitern Sie den Filter, um mehr zu sehen.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>No webhooks yet</source>
        <translation>Noch keine Webhooks</translation>
    </message>
    <message>
        <source>Events show here as soon as Stripe sends them to the companion.</source>
        <translation>Ereignisse erscheinen hier, sobald Stripe sie an den Companion sendet.</translation>
    </message>
    <message numerus="yes">
        <source>Replay %Ln events</source>
        <translation>
            <numerusform>%Ln Ereignis erneut verarbeiten</numerusform>
            <numerusform>%Ln Ereignisse erneut verarbeiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Replaying needs the role orion_admin or orion_ops.</source>
        <translation>Erneutes Verarbeiten erfordert die Rolle orion_admin oder orion_ops.</translation>
    </message>
    <message>
        <source>The event was put back into the queue.</source>
        <translation>Das Ereignis ist wieder in der Warteschlange.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln events were put back into the queue.</source>
        <translation>
            <numerusform>%Ln Ereignis ist wieder in der Warteschlange.</numerusform>
            <numerusform>%Ln Ereignisse sind wieder in der Warteschlange.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln neues</numerusform>
            <numerusform>%Ln neue</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay all…</source>
        <translation>Alle erneut verarbeiten…</translation>
    </message>
    <message>
        <source>No event matches any more.</source>
        <translation>Kein Ereignis passt mehr.</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Vendors</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>Tarife</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Begins when “%1” is done: a companion runs one job at a time.</source>
        <translation>Beginnt, wenn „%1“ fertig ist: Ein Companion führt eine Aufgabe nach der anderen aus.</translation>
    </message>
    <message>
        <source>Asked for; a companion begins within a few seconds.</source>
        <translation>Angefordert; ein Companion beginnt innerhalb weniger Sekunden.</translation>
    </message>
    <message>
        <source>No companion has taken this up for %1. Check that orion-companion serve runs on this database and has a Stripe key; it begins as soon as one does.</source>
        <translation>Seit %1 hat kein Companion dies übernommen. Prüfen Sie, ob orion-companion serve auf dieser Datenbank läuft und einen Stripe-Schlüssel hat; dann beginnt der Lauf.</translation>
    </message>
    <message>
        <source>No companion has taken this up for %1. Check that orion-companion serve runs on this database; it begins as soon as one does.</source>
        <translation>Seit %1 hat kein Companion dies übernommen. Prüfen Sie, ob orion-companion serve auf dieser Datenbank läuft; dann beginnt der Lauf.</translation>
    </message>
    <message>
        <source>Cancelled by %1; it ends when the batch at hand is done.</source>
        <translation>Abgebrochen von %1; der Lauf endet, sobald der laufende Schritt fertig ist.</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>Läuft seit %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows so far</source>
        <translation>
            <numerusform>bisher %Ln Zeile</numerusform>
            <numerusform>bisher %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>the last run took %1</source>
        <translation>der letzte Lauf dauerte %1</translation>
    </message>
    <message>
        <source>Cancel run</source>
        <translation>Lauf abbrechen</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>Due since %1, and no companion has run it. Check that orion-companion serve runs on this database.</source>
        <translation>Fällig seit %1, und kein Companion hat es ausgeführt. Prüfen Sie, ob orion-companion serve auf dieser Datenbank läuft.</translation>
    </message>
</context>
<context>
    <name>ScheduleText</name>
    <message>
        <source>Every minute</source>
        <translation>Jede Minute</translation>
    </message>
    <message numerus="yes">
        <source>Every %n minutes</source>
        <translation>
            <numerusform>Jede Minute</numerusform>
            <numerusform>Alle %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Every hour</source>
        <translation>Jede Stunde</translation>
    </message>
    <message numerus="yes">
        <source>Every %n hours</source>
        <translation>
            <numerusform>Jede Stunde</numerusform>
            <numerusform>Alle %n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Every day at %1</source>
        <translation>Täglich um %1</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 um %2</translation>
    </message>
    <message>
        <source>Day %1 of the month at %2</source>
        <translation>Am %1. des Monats um %2</translation>
    </message>
    <message>
        <source>Every hour at minute %1</source>
        <translation>Jede Stunde zur Minute %1</translation>
    </message>
</context>
<context>
    <name>ServiceRunner</name>
    <message>
        <source>Too much is being asked of the database at once. Wait a moment and try again.</source>
        <translation>Zu viele Anfragen an die Datenbank auf einmal. Warten Sie einen Moment und versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>ServiceTexts</name>
    <message>
        <source>Enter an amount such as %1.</source>
        <translation>Geben Sie einen Betrag wie %1 ein.</translation>
    </message>
    <message>
        <source>This amount is too large.</source>
        <translation>Dieser Betrag ist zu groß.</translation>
    </message>
    <message>
        <source>The sum is too large.</source>
        <translation>Die Summe ist zu groß.</translation>
    </message>
    <message>
        <source>The list cannot be continued from here. Load it again.</source>
        <translation>Die Liste lässt sich von hier nicht fortsetzen. Laden Sie sie neu.</translation>
    </message>
    <message>
        <source>This invoice is no longer there. Load the list again.</source>
        <translation>Diese Rechnung gibt es nicht mehr. Laden Sie die Liste neu.</translation>
    </message>
    <message>
        <source>Enter a currency of three letters, such as eur.</source>
        <translation>Geben Sie eine Währung aus drei Buchstaben ein, etwa eur.</translation>
    </message>
    <message>
        <source>A price cannot be negative.</source>
        <translation>Ein Preis kann nicht negativ sein.</translation>
    </message>
    <message>
        <source>A Stripe price id begins with price_.</source>
        <translation>Eine Stripe-Preis-ID beginnt mit price_.</translation>
    </message>
    <message>
        <source>A Stripe product id begins with prod_.</source>
        <translation>Eine Stripe-Produkt-ID beginnt mit prod_.</translation>
    </message>
    <message>
        <source>The month and the year need a Stripe price each.</source>
        <translation>Monat und Jahr brauchen je einen eigenen Stripe-Preis.</translation>
    </message>
    <message>
        <source>Enter the monthly price that this Stripe price has.</source>
        <translation>Geben Sie den Monatspreis ein, den dieser Stripe-Preis hat.</translation>
    </message>
    <message>
        <source>Enter the annual price that this Stripe price has.</source>
        <translation>Geben Sie den Jahrespreis ein, den dieser Stripe-Preis hat.</translation>
    </message>
    <message>
        <source>Begin with a letter; then lower-case letters, digits and underscores, at most 40.</source>
        <translation>Beginnen Sie mit einem Buchstaben; danach Kleinbuchstaben, Ziffern und Unterstriche, höchstens 40.</translation>
    </message>
    <message>
        <source>Enter the name that vendors see.</source>
        <translation>Geben Sie den Namen ein, den Händler sehen.</translation>
    </message>
    <message>
        <source>Enter a whole number from 0 to 2,147,483,647.</source>
        <translation>Geben Sie eine ganze Zahl von 0 bis 2.147.483.647 ein.</translation>
    </message>
    <message>
        <source>Write the feature “%1” in lower-case letters, digits and underscores.</source>
        <translation>Schreiben Sie die Funktion „%1“ in Kleinbuchstaben, Ziffern und Unterstrichen.</translation>
    </message>
    <message>
        <source>Stripe price %1 is known with another amount or interval, of the tier %2. Enter the id of a new price.</source>
        <translation>Der Stripe-Preis %1 ist mit anderem Betrag oder Zeitraum bekannt, beim Tarif %2. Geben Sie die ID eines neuen Preises ein.</translation>
    </message>
    <message>
        <source>This tier does not exist any more. Reload the list.</source>
        <translation>Diesen Tarif gibt es nicht mehr. Laden Sie die Liste neu.</translation>
    </message>
    <message>
        <source>The tier %1 has this code already.</source>
        <translation>Der Tarif %1 hat diesen Code schon.</translation>
    </message>
    <message>
        <source>The tier %1 stands at this place already. Choose another display order.</source>
        <translation>An dieser Stelle steht schon der Tarif %1. Wählen Sie eine andere Reihenfolge.</translation>
    </message>
    <message>
        <source>Somebody else changed this tier in the meantime. Compare the two versions.</source>
        <translation>Jemand anderes hat diesen Tarif inzwischen geändert. Vergleichen Sie die beiden Fassungen.</translation>
    </message>
    <message>
        <source>The code of a tier cannot change, programs rely on it.</source>
        <translation>Der Code eines Tarifs kann sich nicht ändern, Programme verlassen sich darauf.</translation>
    </message>
    <message>
        <source>There is no vendor %1. Reload the list.</source>
        <translation>Einen Händler %1 gibt es nicht. Laden Sie die Liste neu.</translation>
    </message>
    <message>
        <source>This cursor is none of this list. Begin with the first page.</source>
        <translation>Diese Stelle gehört nicht zu dieser Liste. Beginnen Sie mit der ersten Seite.</translation>
    </message>
    <message>
        <source>The export was cancelled.</source>
        <translation>Der Export wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The export could not be written: %1.</source>
        <translation>Der Export ließ sich nicht schreiben: %1.</translation>
    </message>
    <message>
        <source>A filter has characters that the database does not take.</source>
        <translation>Ein Filter enthält Zeichen, die die Datenbank nicht annimmt.</translation>
    </message>
    <message>
        <source>The database has the schema version %1, this program knows only up to %2. Install the newer version of this program.</source>
        <translation>Die Datenbank hat die Schemaversion %1, dieses Programm kennt nur bis %2. Installieren Sie die neuere Version dieses Programms.</translation>
    </message>
    <message>
        <source>The database lacks %1 of %2 migrations. Run orion-companion migrate.</source>
        <translation>Der Datenbank fehlen %1 von %2 Migrationen. Führen Sie orion-companion migrate aus.</translation>
    </message>
    <message>
        <source>The database %1 cannot be reached. Check that it is running and that the address is right.</source>
        <translation>Die Datenbank ist nicht erreichbar. Prüfen Sie, ob sie läuft und ob die Adresse stimmt.</translation>
    </message>
    <message>
        <source>The database cannot be reached. Check that it is running.</source>
        <translation>Die Datenbank ist nicht erreichbar. Prüfen Sie, ob sie läuft.</translation>
    </message>
    <message>
        <source>The database connection was lost; nothing was changed. Try again.</source>
        <translation>Die Verbindung zur Datenbank ging verloren; es wurde nichts geändert. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The database connection was lost while saving. Check whether the change is there before you repeat it.</source>
        <translation>Die Verbindung zur Datenbank ging beim Speichern verloren. Prüfen Sie, ob die Änderung da ist, bevor Sie sie wiederholen.</translation>
    </message>
    <message>
        <source>Someone else changed the same data. Try again.</source>
        <translation>Jemand anderes hat dieselben Daten geändert. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Your database role does not have the right to do this.</source>
        <translation>Ihre Datenbankrolle hat nicht das Recht dazu.</translation>
    </message>
    <message>
        <source>The database took too long and was stopped. Narrow the filter or try again.</source>
        <translation>Die Datenbank brauchte zu lange und wurde angehalten. Engen Sie den Filter ein oder versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The database refused the statement (%1).</source>
        <translation>Die Datenbank hat die Anweisung abgelehnt (%1).</translation>
    </message>
    <message>
        <source>A statement of this change failed; nothing was changed.</source>
        <translation>Eine Anweisung dieser Änderung schlug fehl; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>A live event; this database belongs to Stripe&apos;s test mode.</source>
        <translation>Ein Live-Ereignis; diese Datenbank gehört zu Stripes Testmodus.</translation>
    </message>
    <message>
        <source>A test event; this database belongs to Stripe&apos;s live mode.</source>
        <translation>Ein Test-Ereignis; diese Datenbank gehört zu Stripes Livemodus.</translation>
    </message>
    <message>
        <source>An event of the Stripe account %1; this database belongs to %2.</source>
        <translation>Ein Ereignis des Stripe-Kontos %1; diese Datenbank gehört zu %2.</translation>
    </message>
    <message>
        <source>Nothing is done with events of this type.</source>
        <translation>Mit Ereignissen dieses Typs geschieht nichts.</translation>
    </message>
    <message>
        <source>The vendor keeps the trial until the first payment.</source>
        <translation>Der Händler behält die Testphase bis zur ersten Zahlung.</translation>
    </message>
    <message>
        <source>The vendor has another live subscription at Stripe, %1. End one of the two.</source>
        <translation>Der Händler hat bei Stripe ein weiteres laufendes Abonnement, %1. Beenden Sie eines der beiden.</translation>
    </message>
    <message>
        <source>This checkout was not for a subscription.</source>
        <translation>Dieser Bezahlvorgang galt keinem Abonnement.</translation>
    </message>
    <message>
        <source>The payment has not arrived yet.</source>
        <translation>Die Zahlung ist noch nicht eingegangen.</translation>
    </message>
    <message>
        <source>A newer state of this object was applied before.</source>
        <translation>Ein neuerer Stand dieses Objekts wurde schon übernommen.</translation>
    </message>
    <message>
        <source>No vendor is known for this subscription, customer or vendor code yet.</source>
        <translation>Zu diesem Abonnement, Kunden oder Händlercode ist noch kein Händler bekannt.</translation>
    </message>
    <message>
        <source>No vendor belongs to customer %1 yet. Register the vendor, then replay the event.</source>
        <translation>Zum Kunden %1 gehört noch kein Händler. Registrieren Sie ihn und verarbeiten Sie das Ereignis erneut.</translation>
    </message>
    <message>
        <source>This payment was made outside Stripe.</source>
        <translation>Diese Zahlung geschah außerhalb von Stripe.</translation>
    </message>
    <message>
        <source>The add-on&apos;s first payment never came.</source>
        <translation>Die erste Zahlung für den Zusatz kam nie.</translation>
    </message>
    <message>
        <source>The add-on&apos;s first payment has not arrived yet.</source>
        <translation>Die erste Zahlung für den Zusatz ist noch nicht eingegangen.</translation>
    </message>
    <message>
        <source>No add-on has this code or price. Add it to the catalogue.</source>
        <translation>Kein Zusatz hat diesen Code oder Preis. Nehmen Sie ihn in den Katalog auf.</translation>
    </message>
    <message>
        <source>The event&apos;s subscription has no id or no status.</source>
        <translation>Das Abonnement des Ereignisses hat keine ID oder keinen Status.</translation>
    </message>
    <message>
        <source>There is no tier on sale. Activate one and replay the event.</source>
        <translation>Es ist kein Tarif im Verkauf. Aktivieren Sie einen und verarbeiten Sie das Ereignis erneut.</translation>
    </message>
    <message>
        <source>There is no event %1.</source>
        <translation>Ein Ereignis %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The cursor is not one of this list. Start from its beginning.</source>
        <translation>Diese Stelle gehört nicht zu dieser Liste. Beginnen Sie am Anfang.</translation>
    </message>
    <message>
        <source>The payload of %1 is no longer kept.</source>
        <translation>Die Nutzdaten von %1 werden nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>The payment did not arrive.</source>
        <translation>Die Zahlung ist nicht eingegangen.</translation>
    </message>
    <message>
        <source>The event&apos;s invoice has no currency.</source>
        <translation>Die Rechnung des Ereignisses hat keine Währung.</translation>
    </message>
    <message>
        <source>The bank wants the customer to confirm the payment.</source>
        <translation>Die Bank verlangt, dass der Kunde die Zahlung bestätigt.</translation>
    </message>
    <message>
        <source>Stripe cannot finalise this invoice: %1</source>
        <translation>Stripe kann diese Rechnung nicht fertigstellen: %1</translation>
    </message>
    <message>
        <source>A preview of an invoice that is not there yet.</source>
        <translation>Die Vorschau einer Rechnung, die es noch nicht gibt.</translation>
    </message>
    <message>
        <source>No invoice is known for this payment yet; it is noted there as soon as one is.</source>
        <translation>Zu dieser Zahlung ist noch keine Rechnung bekannt; sobald es eine gibt, wird es dort vermerkt.</translation>
    </message>
    <message>
        <source>The event&apos;s charge has no id, currency or amount.</source>
        <translation>Der Zahlung des Ereignisses fehlt die Kennung, die Währung oder der Betrag.</translation>
    </message>
    <message>
        <source>The event&apos;s dispute has no id, status, charge or currency.</source>
        <translation>Dem Zahlungseinspruch des Ereignisses fehlt die Kennung, der Status, die Zahlung oder die Währung.</translation>
    </message>
    <message>
        <source>No vendor has this customer.</source>
        <translation>Kein Händler hat diesen Kunden.</translation>
    </message>
    <message>
        <source>The event&apos;s customer has no id.</source>
        <translation>Der Kunde des Ereignisses hat keine Kennung.</translation>
    </message>
    <message>
        <source>The event&apos;s payload is no longer kept, so it cannot be applied again. Run orion-companion stripe sync instead.</source>
        <translation>Die Nutzdaten des Ereignisses sind nicht mehr vorhanden, es kann also nicht erneut angewendet werden. Führen Sie stattdessen orion-companion stripe sync aus.</translation>
    </message>
    <message>
        <source>There is no event %1, or its payload is no longer kept.</source>
        <translation>Das Ereignis %1 gibt es nicht, oder seine Nutzdaten sind nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>%1 was asked for at this very moment.</source>
        <translation>%1 wurde im selben Augenblick schon angefordert.</translation>
    </message>
    <message>
        <source>%1 order windows were opened.</source>
        <translation>%1 Bestellfenster wurden geöffnet.</translation>
    </message>
    <message>
        <source>%1 trials are over.</source>
        <translation>%1 Testphasen sind abgelaufen.</translation>
    </message>
    <message>
        <source>1 order window was opened.</source>
        <translation>1 Bestellfenster wurde geöffnet.</translation>
    </message>
    <message>
        <source>1 trial is over.</source>
        <translation>1 Testphase ist abgelaufen.</translation>
    </message>
    <message>
        <source>1 subscription expired.</source>
        <translation>1 Abonnement ist abgelaufen.</translation>
    </message>
    <message>
        <source>%1 subscriptions expired.</source>
        <translation>%1 Abonnements sind abgelaufen.</translation>
    </message>
    <message>
        <source>1 add-on expired.</source>
        <translation>1 Add-on ist abgelaufen.</translation>
    </message>
    <message>
        <source>%1 add-ons expired.</source>
        <translation>%1 Add-ons sind abgelaufen.</translation>
    </message>
    <message>
        <source>1 key of a usage change was forgotten.</source>
        <translation>1 Schlüssel einer Nutzungsänderung wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 keys of usage changes were forgotten.</source>
        <translation>%1 Schlüssel von Nutzungsänderungen wurden gelöscht.</translation>
    </message>
    <message>
        <source>1 old record was forgotten.</source>
        <translation>1 alter Eintrag wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 old records were forgotten.</source>
        <translation>%1 alte Einträge wurden gelöscht.</translation>
    </message>
    <message>
        <source>Nothing was due.</source>
        <translation>Es war nichts fällig.</translation>
    </message>
    <message>
        <source>The snapshot of %1 was taken.</source>
        <translation>Die Aufnahme vom %1 wurde gemacht.</translation>
    </message>
    <message>
        <source>1 vendor was counted.</source>
        <translation>1 Händler wurde gezählt.</translation>
    </message>
    <message>
        <source>%1 vendors were counted.</source>
        <translation>%1 Händler wurden gezählt.</translation>
    </message>
    <message>
        <source>1 subscription was counted.</source>
        <translation>1 Abonnement wurde gezählt.</translation>
    </message>
    <message>
        <source>%1 subscriptions were counted.</source>
        <translation>%1 Abonnements wurden gezählt.</translation>
    </message>
    <message>
        <source>1 event since %1 compared, %2 recovered.</source>
        <translation>1 Ereignis seit %1 verglichen, %2 nachgeholt.</translation>
    </message>
    <message>
        <source>1 event could not be stored; see the log.</source>
        <translation>1 Ereignis konnte nicht gespeichert werden; siehe Protokoll.</translation>
    </message>
    <message>
        <source>%1 events could not be stored; see the log.</source>
        <translation>%1 Ereignisse konnten nicht gespeichert werden; siehe Protokoll.</translation>
    </message>
    <message>
        <source>1 subscription was compared.</source>
        <translation>1 Abonnement wurde verglichen.</translation>
    </message>
    <message>
        <source>%1 subscriptions were compared.</source>
        <translation>%1 Abonnements wurden verglichen.</translation>
    </message>
    <message>
        <source>1 difference was repaired.</source>
        <translation>1 Abweichung wurde berichtigt.</translation>
    </message>
    <message>
        <source>%1 differences were repaired.</source>
        <translation>%1 Abweichungen wurden berichtigt.</translation>
    </message>
    <message>
        <source>1 difference remains.</source>
        <translation>1 Abweichung bleibt.</translation>
    </message>
    <message>
        <source>%1 differences remain.</source>
        <translation>%1 Abweichungen bleiben.</translation>
    </message>
    <message>
        <source>%1 events since %2 compared, %3 recovered.</source>
        <translation>%1 Ereignisse seit %2 verglichen, %3 nachgeholt.</translation>
    </message>
    <message>
        <source>Another recovery was running; it takes in the same.</source>
        <translation>Es lief schon ein anderes Nachholen; es holt dasselbe.</translation>
    </message>
    <message>
        <source>Another recovery is running on this database. Wait for it.</source>
        <translation>Auf dieser Datenbank läuft schon ein anderes Nachholen. Warten Sie darauf.</translation>
    </message>
    <message>
        <source>Nothing came in since %1, and Stripe keeps events for 30 days only. Run orion-companion stripe sync and stripe backfill for what is older.</source>
        <translation>Seit %1 ist nichts eingegangen, und Stripe hebt Ereignisse nur 30 Tage auf. Führen Sie für Älteres orion-companion stripe sync und stripe backfill aus.</translation>
    </message>
    <message>
        <source>`orion-companion stripe check` lists them.</source>
        <translation>`orion-companion stripe check` listet sie auf.</translation>
    </message>
    <message>
        <source>Another synchronisation was running.</source>
        <translation>Es lief schon ein anderer Abgleich.</translation>
    </message>
    <message>
        <source>Another synchronisation is running on this database. Wait for it.</source>
        <translation>Auf dieser Datenbank läuft schon ein anderer Abgleich. Warten Sie darauf.</translation>
    </message>
    <message>
        <source>Cancelled by %1.</source>
        <translation>Abgebrochen von %1.</translation>
    </message>
    <message>
        <source>The program is ending.</source>
        <translation>Das Programm wird beendet.</translation>
    </message>
    <message>
        <source>The connection to the database was lost meanwhile.</source>
        <translation>Die Verbindung zur Datenbank ging unterdessen verloren.</translation>
    </message>
    <message>
        <source>The companion that ran it ended or lost the database.</source>
        <translation>Der Companion, der den Lauf ausführte, hat geendet oder die Datenbank verloren.</translation>
    </message>
    <message>
        <source>It is not begun again after so many attempts.</source>
        <translation>Nach so vielen Versuchen wird er nicht noch einmal begonnen.</translation>
    </message>
    <message>
        <source>The payment system is not configured: set STRIPE_SECRET_KEY.</source>
        <translation>Das Zahlungssystem ist nicht eingerichtet: Setzen Sie STRIPE_SECRET_KEY.</translation>
    </message>
    <message>
        <source>The payment system cannot be reached. Try again in a moment.</source>
        <translation>Das Zahlungssystem ist nicht erreichbar. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The payment system did not answer in time. Try again in a moment; nothing is done twice.</source>
        <translation>Das Zahlungssystem hat nicht rechtzeitig geantwortet. Versuchen Sie es gleich noch einmal; nichts geschieht doppelt.</translation>
    </message>
    <message>
        <source>The program is ending; the call was given up.</source>
        <translation>Das Programm wird beendet; der Aufruf wurde aufgegeben.</translation>
    </message>
    <message>
        <source>The payment system is busy. Try again in a moment.</source>
        <translation>Das Zahlungssystem ist ausgelastet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The payment system refused our key. Check STRIPE_SECRET_KEY.</source>
        <translation>Das Zahlungssystem hat unseren Schlüssel abgelehnt. Prüfen Sie STRIPE_SECRET_KEY.</translation>
    </message>
    <message>
        <source>The payment was declined. Use another payment method.</source>
        <translation>Die Zahlung wurde abgelehnt. Verwenden Sie eine andere Zahlungsart.</translation>
    </message>
    <message>
        <source>The payment system does not know what was asked for. Compare with stripe check.</source>
        <translation>Das Zahlungssystem kennt nicht, wonach gefragt wurde. Vergleichen Sie mit stripe check.</translation>
    </message>
    <message>
        <source>The payment system refused the request; the log has its reason.</source>
        <translation>Das Zahlungssystem hat die Anfrage abgelehnt; der Grund steht im Protokoll.</translation>
    </message>
    <message>
        <source>The payment system failed. Try again in a moment.</source>
        <translation>Das Zahlungssystem hatte einen Fehler. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The payment system failed.</source>
        <translation>Das Zahlungssystem hatte einen Fehler.</translation>
    </message>
    <message>
        <source>Stripe did not say which account STRIPE_SECRET_KEY belongs to. Check STRIPE_API_BASE.</source>
        <translation>Stripe hat nicht gesagt, zu welchem Konto STRIPE_SECRET_KEY gehört. Prüfen Sie STRIPE_API_BASE.</translation>
    </message>
    <message>
        <source>STRIPE_SECRET_KEY is a live key, but this database belongs to Stripe&apos;s test mode. Use a test key or another database.</source>
        <translation>STRIPE_SECRET_KEY ist ein Live-Schlüssel, aber diese Datenbank gehört zum Testmodus von Stripe. Verwenden Sie einen Testschlüssel oder eine andere Datenbank.</translation>
    </message>
    <message>
        <source>STRIPE_SECRET_KEY is a test key, but this database belongs to Stripe&apos;s live mode. Use a live key or another database.</source>
        <translation>STRIPE_SECRET_KEY ist ein Testschlüssel, aber diese Datenbank gehört zum Live-Modus von Stripe. Verwenden Sie einen Live-Schlüssel oder eine andere Datenbank.</translation>
    </message>
    <message>
        <source>STRIPE_SECRET_KEY is of the Stripe account %1, but this database belongs to %2. Use a key of that account, or another database.</source>
        <translation>STRIPE_SECRET_KEY gehört zum Stripe-Konto %1, aber diese Datenbank gehört zu %2. Verwenden Sie einen Schlüssel jenes Kontos oder eine andere Datenbank.</translation>
    </message>
    <message>
        <source>%1 amounts have at most %2 decimal places.</source>
        <translation>Beträge in %1 haben höchstens %2 Nachkommastellen.</translation>
    </message>
    <message>
        <source>%1 and %2 cannot be added.</source>
        <translation>%1 und %2 lassen sich nicht addieren.</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Team member</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>product</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>team member</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>products</source>
        <translation>Produkten</translation>
    </message>
    <message>
        <source>orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>team members</source>
        <translation>Teammitgliedern</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tagen</translation>
    </message>
    <message>
        <source>later</source>
        <translation>später</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>was lost</source>
        <translation>ging verloren</translation>
    </message>
    <message>
        <source>most likely on %1, between %2 and %3</source>
        <translation>am wahrscheinlichsten am %1, zwischen %2 und %3</translation>
    </message>
    <message>
        <source>, among the %1 subscriptions that have a limit (%2 have none)</source>
        <translation>, bei den %1 Abonnements, die eine Grenze haben (%2 haben keine)</translation>
    </message>
    <message>
        <source>%1 capacity nearly used up</source>
        <translation>%1: Kapazität fast aufgebraucht</translation>
    </message>
    <message>
        <source>%1 capacity approaching limit</source>
        <translation>%1: Kapazität nähert sich der Grenze</translation>
    </message>
    <message>
        <source>Currently at %1 of theoretical %2 capacity.</source>
        <translation>Zurzeit sind %1 der Grenzen genutzt (%2).</translation>
    </message>
    <message>
        <source>Currently at %1 of theoretical %2 capacity%3.</source>
        <translation>Zurzeit sind %1 der Grenzen genutzt (%2)%3.</translation>
    </message>
    <message>
        <source>Consider upgrading vendor tiers or adding capacity.</source>
        <translation>Erwägen Sie höhere Tarife für Händler oder mehr Kapazität.</translation>
    </message>
    <message>
        <source>Next infrastructure step in %1</source>
        <translation>Nächste Infrastrukturstufe in %1</translation>
    </message>
    <message>
        <source>The forecast reaches %1 clients %2.</source>
        <translation>Die Prognose erreicht %1 Kunden %2.</translation>
    </message>
    <message>
        <source>Prepare the next step of the scaling table.</source>
        <translation>Bereiten Sie die nächste Stufe der Skalierungstabelle vor.</translation>
    </message>
    <message>
        <source>Prepare the next step of the scaling table now.</source>
        <translation>Bereiten Sie jetzt die nächste Stufe der Skalierungstabelle vor.</translation>
    </message>
    <message>
        <source>%1 capacity reached in %2</source>
        <translation>%1: Kapazität erreicht in %2</translation>
    </message>
    <message>
        <source>The forecast of %1 use reaches the sum of its limits, %2 at present, %3.</source>
        <translation>Die Prognose der Nutzung (%1) erreicht die Summe der Grenzen, zurzeit %2, %3.</translation>
    </message>
    <message>
        <source>Upgrade the vendors that are near their limit before then.</source>
        <translation>Stufen Sie Händler, die nahe an ihrer Grenze sind, vorher hoch.</translation>
    </message>
    <message>
        <source>Many %1 vendors are near their limit</source>
        <translation>Viele %1-Händler sind nahe an ihrer Grenze</translation>
    </message>
    <message>
        <source>%1 of %2 subscriptions use %3% or more of a limit, most often of %4 (%5).</source>
        <translation>%1 von %2 Abonnements nutzen %3% oder mehr einer Grenze, am häufigsten bei %4 (%5).</translation>
    </message>
    <message>
        <source>Offer them the upgrade to %1.</source>
        <translation>Bieten Sie ihnen den Wechsel zu %1 an.</translation>
    </message>
    <message>
        <source>No tier above has more; agree on higher limits with them.</source>
        <translation>Kein höherer Tarif hat mehr; vereinbaren Sie mit ihnen höhere Grenzen.</translation>
    </message>
    <message>
        <source>Current tier: %1</source>
        <translation>Jetzige Stufe: %1</translation>
    </message>
    <message>
        <source>This is the last step of the scaling table.</source>
        <translation>Das ist die letzte Stufe der Skalierungstabelle.</translation>
    </message>
    <message>
        <source>Monitor growth and plan for infrastructure scaling.</source>
        <translation>Beobachten Sie das Wachstum und planen Sie die Skalierung der Infrastruktur.</translation>
    </message>
    <message>
        <source>Next upgrade trigger: %1 vendors; there are %2.</source>
        <translation>Die nächste Stufe ist ab %1 Händlern nötig; zurzeit sind es %2.</translation>
    </message>
    <message>
        <source>Webhook events wait</source>
        <translation>Webhook-Ereignisse warten</translation>
    </message>
    <message>
        <source>%1 events are to be applied; the oldest waits for %2 s.</source>
        <translation>%1 Ereignisse sind zu verarbeiten; das älteste wartet seit %2 s.</translation>
    </message>
    <message>
        <source>See that a companion runs, and that the database keeps up.</source>
        <translation>Sehen Sie nach, ob ein Companion läuft und die Datenbank nachkommt.</translation>
    </message>
    <message>
        <source>1 webhook event failed</source>
        <translation>1 Webhook-Ereignis ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 webhook events failed</source>
        <translation>%1 Webhook-Ereignisse sind fehlgeschlagen</translation>
    </message>
    <message>
        <source>They could not be applied after several attempts, and wait for somebody.</source>
        <translation>Sie ließen sich nach mehreren Versuchen nicht verarbeiten und warten auf jemanden.</translation>
    </message>
    <message>
        <source>See why, mend the cause, and replay them.</source>
        <translation>Sehen Sie nach, warum, beheben Sie die Ursache und verarbeiten Sie sie erneut.</translation>
    </message>
    <message>
        <source>Job %1 %2</source>
        <translation>Aufgabe %1 %2</translation>
    </message>
    <message>
        <source>Its last run ended at %1: %2</source>
        <translation>Der letzte Lauf endete am %1: %2</translation>
    </message>
    <message>
        <source>it did not say why.</source>
        <translation>er hat nicht gesagt, warum.</translation>
    </message>
    <message>
        <source>Mend the cause and run it again.</source>
        <translation>Beheben Sie die Ursache und führen Sie sie erneut aus.</translation>
    </message>
    <message>
        <source>Capacity snapshots are missing</source>
        <translation>Tagesstände der Kapazität fehlen</translation>
    </message>
    <message>
        <source>No capacity snapshot yet</source>
        <translation>Noch kein Tagesstand der Kapazität</translation>
    </message>
    <message>
        <source>The last one is of %1; trends and forecasts go stale.</source>
        <translation>Der letzte ist vom %1; Verläufe und Prognosen veralten.</translation>
    </message>
    <message>
        <source>Trends and forecasts need some days of them.</source>
        <translation>Verläufe und Prognosen brauchen einige Tage davon.</translation>
    </message>
    <message>
        <source>See that the job capture_capacity_snapshot runs.</source>
        <translation>Sehen Sie nach, ob die Aufgabe capture_capacity_snapshot läuft.</translation>
    </message>
    <message>
        <source>A forecast reaches from 1 to %1 days.</source>
        <translation>Eine Prognose reicht über 1 bis %1 Tage.</translation>
    </message>
</context>
<context>
    <name>StatusBadge</name>
    <message>
        <source>Trial</source>
        <translation>Testphase</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Past due</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Gekündigt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Processed</source>
        <translation>Verarbeitet</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoriert</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>Überholt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Uncollectible</source>
        <translation>Uneinbringlich</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>Storniert</translation>
    </message>
</context>
<context>
    <name>TierColumns</name>
    <message>
        <source>Tier</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Monthly</source>
        <translation>Monatlich</translation>
    </message>
    <message>
        <source>Annual</source>
        <translation>Jährlich</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>On sale</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Inaktiv</translation>
    </message>
</context>
<context>
    <name>TierFields</name>
    <message>
        <source>no price</source>
        <translation>kein Preis</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Unbegrenzt</translation>
    </message>
    <message>
        <source>On sale</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Inaktiv</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Display order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Monthly price</source>
        <translation>Monatspreis</translation>
    </message>
    <message>
        <source>Annual price</source>
        <translation>Jahrespreis</translation>
    </message>
    <message>
        <source>Orders a month</source>
        <translation>Bestellungen pro Monat</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Team members</source>
        <translation>Teammitglieder</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Funktionen</translation>
    </message>
    <message>
        <source>Stripe product</source>
        <translation>Stripe-Produkt</translation>
    </message>
    <message>
        <source>Stripe monthly price</source>
        <translation>Stripe-Monatspreis</translation>
    </message>
    <message>
        <source>Stripe annual price</source>
        <translation>Stripe-Jahrespreis</translation>
    </message>
</context>
<context>
    <name>TimeChart</name>
    <message>
        <source>d MMM</source>
        <extracomment>QLocale&apos;s pattern of a day on an axis, in the order of the person&apos;s language</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>The file %1 cannot be written: %2. Choose another place.</source>
        <translation>Die Datei %1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The chart has no values yet, so there is nothing to save. Try again when it has.</source>
        <translation>Das Diagramm hat noch keine Werte, deshalb gibt es nichts zu speichern. Versuchen Sie es erneut, wenn es welche hat.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>%1 over</source>
        <comment>a limit, by a number</comment>
        <translation>%1 darüber</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>until a limit, a number</comment>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <comment>a day</comment>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a day</comment>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>the likely day, its range</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a name, its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
</context>
<context>
    <name>VendorColumns</name>
    <message>
        <source>Cancels on %1</source>
        <translation>Gekündigt zum %1</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>MRR</source>
        <translation>MRR</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Bestellungen</translation>
    </message>
    <message>
        <source>Period ends</source>
        <translation>Läuft bis</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>VendorRows</name>
    <message>
        <source>%1 a year</source>
        <translation>%1 pro Jahr</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation>%1 pro Monat</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message numerus="yes">
        <source>since %1, %n attempts</source>
        <translation>
            <numerusform>seit %1, %n Versuch</numerusform>
            <numerusform>seit %1, %n Versuche</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WebhookColumns</name>
    <message>
        <source>d MMM, HH:mm:ss</source>
        <translation>dd.MM., HH:mm:ss</translation>
    </message>
    <message>
        <source>Received (%1)</source>
        <translation>Empfangen (%1)</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Händler</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Gap recovery, unsigned</source>
        <translation>Nachgeholt, ohne Signatur</translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation>Demodaten</translation>
    </message>
</context>
</TS>
