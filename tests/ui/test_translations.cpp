#include "ui/pages/invoices/invoicecolumns.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/pages/webhooks/webhookcolumns.h"
#include "ui/shell/connectionindicator.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

#include <QTranslator>
#include <QtTest>

using namespace Orion;

// The texts that are compiled into the console, as the person gets to see them.
class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void speaksGerman_data();
    void speaksGerman();
    void namesEveryStatusInGerman();
    void titlesColumnsInGerman();
    void countsInGerman();
    void writesTimesInGerman();
    void tellsOfJobsInGerman();
    void saysSeveralSentencesInARow();
    void countsInEnglish();
    void saysForHowLongTheDatabaseIsLost();
    void saysWhatServicesSayInGerman_data();
    void saysWhatServicesSayInGerman();
    void fillsInWhatServicesFilledIn();
    void leavesUnknownSentencesAlone();

private:
    // Instead of the language before; false where the file is missing or broken.
    bool speak(const QString &language);

    QLocale m_before;
    QTranslator m_translator;
};

namespace
{

QString text(const char *context, const char *source, int number = -1)
{
    return QCoreApplication::translate(context, source, nullptr, number);
}

template <typename Row>
QStringList titles(const std::vector<Column<Row>> &columns)
{
    QStringList all;
    for (const Column<Row> &column : columns)
        all.append(column.look.title);
    return all;
}

// The whole sentences in a source file: literals that begin in upper case or with a number and end
// with a full stop.
QStringList sentencesOf(const QString &file)
{
    static const QRegularExpression literal(
        QStringLiteral("QStringLiteral\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)\\)"));
    static const QRegularExpression part(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\""));
    static const QRegularExpression sentence(QStringLiteral("\\A[A-Z0-9%].* .*\\.\\z"));
    QFile source(QStringLiteral(ORION_SOURCE_DIR "/") + file);
    if (!source.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(source.fileName()));
    const QString code = QString::fromUtf8(source.readAll());
    QStringList found;
    for (const auto &match : literal.globalMatch(code)) {
        QString text;
        for (const auto &piece : part.globalMatch(match.captured(1)))
            text += piece.captured(1);
        if (sentence.match(text).hasMatch())
            found.append(text);
    }
    return found;
}

} // namespace

bool TestTranslations::speak(const QString &language)
{
    QCoreApplication::removeTranslator(&m_translator);
    QLocale::setDefault(QLocale(language));
    return m_translator.load(QStringLiteral(":/translations/orion_%1.qm").arg(language)) &&
           QCoreApplication::installTranslator(&m_translator);
}

void TestTranslations::init()
{
    m_before = QLocale();
    QVERIFY2(speak(QStringLiteral("de")), "the German texts are not in the program");
}

void TestTranslations::cleanup()
{
    QCoreApplication::removeTranslator(&m_translator);
    QLocale::setDefault(m_before);
}

void TestTranslations::speaksGerman_data()
{
    QTest::addColumn<QByteArray>("context");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("german");

    const auto row = [](const char *context, const char *source, const char *german) {
        QTest::addRow("%s: %s", context, source)
            << QByteArray(context) << QByteArray(source) << QString::fromUtf8(german);
    };
    row("Pages", "Vendors", "Händler");
    row("Pages", "Tiers", "Tarife");
    row("Orion::InvoicesPage", "Invoices", "Rechnungen");
    row("Orion::EventReplay", "Replay", "Erneut verarbeiten");
    row("Orion::PayloadView", "Payload", "Nutzdaten");
    row("Orion::TierEditor", "Save", "Speichern");
    row("ExternalLink", "This link is not a secure web address, so it was not opened.",
        "Dieser Link ist keine sichere Webadresse und wurde daher nicht geöffnet.");
}

void TestTranslations::speaksGerman()
{
    QFETCH(QByteArray, context);
    QFETCH(QByteArray, source);
    QTEST(text(context.constData(), source.constData()), "german");
}

void TestTranslations::namesEveryStatusInGerman()
{
    using Subscription = SubscriptionStatus;
    QCOMPARE(lookOf(Subscription::Trial).text, QStringLiteral("Testphase"));
    QCOMPARE(lookOf(Subscription::Active).text, QStringLiteral("Aktiv"));
    QCOMPARE(lookOf(Subscription::PastDue).text, QStringLiteral("Überfällig"));
    QCOMPARE(lookOf(Subscription::Cancelled).text, QStringLiteral("Gekündigt"));
    QCOMPARE(lookOf(Subscription::Expired).text, QStringLiteral("Abgelaufen"));
    QCOMPARE(lookOf(Subscription::Paused).text, QStringLiteral("Pausiert"));
    QCOMPARE(lookOf(Subscription::Incomplete).text, QStringLiteral("Ausstehend"));
    QCOMPARE(lookOf(WebhookStatus::Received).text, QStringLiteral("Empfangen"));
    QCOMPARE(lookOf(WebhookStatus::Processed).text, QStringLiteral("Verarbeitet"));
    QCOMPARE(lookOf(WebhookStatus::Ignored).text, QStringLiteral("Ignoriert"));
    QCOMPARE(lookOf(WebhookStatus::Superseded).text, QStringLiteral("Überholt"));
    QCOMPARE(lookOf(WebhookStatus::Failed).text, QStringLiteral("Fehler"));
    QCOMPARE(lookOfInvoiceStatus(QStringLiteral("paid")).text, QStringLiteral("Bezahlt"));
    QCOMPARE(lookOfInvoiceStatus(QStringLiteral("open")).text, QStringLiteral("Offen"));
    QCOMPARE(lookOfInvoiceStatus(QStringLiteral("draft")).text, QStringLiteral("Entwurf"));
    QCOMPARE(lookOfInvoiceStatus(QStringLiteral("uncollectible")).text,
             QStringLiteral("Uneinbringlich"));
    QCOMPARE(lookOfInvoiceStatus(QStringLiteral("void")).text, QStringLiteral("Storniert"));
}

// The columns ask for their titles by a context of their own.
void TestTranslations::titlesColumnsInGerman()
{
    QCOMPARE(titles(invoiceColumns()).join(u','),
             QStringLiteral("Datum (UTC),Nummer,Händler,Status,Gesamt,Bezahlt,Offen,Erstattet"));
    const QDateTime winter(QDate(2026, 1, 22), QTime(12, 0), Qt::UTC);
    QCOMPARE(
        titles(webhookColumns(winter)).join(u','),
        QStringLiteral("Empfangen (%1),Typ,Status,Händler,Versuche").arg(Formats::zone(winter)));
    QCOMPARE(sourceName(QStringLiteral("demo")), QStringLiteral("Demodaten"));
}

void TestTranslations::countsInGerman()
{
    const char *context = "Orion::WebhooksPage";
    QCOMPARE(text(context, "Replay %Ln events", 1),
             QStringLiteral("1 Ereignis erneut verarbeiten"));
    QCOMPARE(text(context, "Replay %Ln events", 1234),
             QStringLiteral("1.234 Ereignisse erneut verarbeiten"));
    QCOMPARE(text("VendorRows", "since %1, %n attempts", 1), QStringLiteral("seit %1, 1 Versuch"));
}

void TestTranslations::writesTimesInGerman()
{
    const QDateTime noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    QCOMPARE(Formats::date(noon), QStringLiteral("22.11.2026"));
    QCOMPARE(Formats::ago(noon, noon), QStringLiteral("gerade eben"));
    QCOMPARE(Formats::ago(noon, noon.addSecs(180)), QStringLiteral("vor 3 Min."));
}

void TestTranslations::tellsOfJobsInGerman()
{
    QCOMPARE(jobTitle(QStringLiteral("sync_stripe_status")),
             QStringLiteral("Mit Stripe abgleichen"));
    QCOMPARE(lookOfRun(QStringLiteral("succeeded")).text, QStringLiteral("Erfolgreich"));
    QCOMPARE(lookOfRun(QStringLiteral("lost")).text, QStringLiteral("Verloren"));
    QCOMPARE(scheduleInWords(QStringLiteral("5 0 * * *")), QStringLiteral("Täglich um 00:05 UTC"));
    QCOMPARE(scheduleInWords(QStringLiteral("0 2 * * sun")),
             QStringLiteral("Sonntag um 02:00 UTC"));
    QCOMPARE(scheduleInWords(QStringLiteral("*/30 * * * *")), QStringLiteral("Alle 30 Minuten"));
    const QDateTime noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    QCOMPARE(Formats::until(noon.addSecs(720), noon), QStringLiteral("in 12 Min."));
    QCOMPARE(Formats::until(noon.addDays(3), noon), QStringLiteral("in 3 Tagen"));
}

void TestTranslations::saysSeveralSentencesInARow()
{
    QCOMPARE(
        ServiceTexts::shown(QStringLiteral("7 events since 2026-11-22 10:00 UTC compared, 3 "
                                           "recovered. 2 events could not be stored; see the log. "
                                           "Nobody said this.")),
        QStringLiteral("7 Ereignisse seit 2026-11-22 10:00 UTC verglichen, 3 nachgeholt. 2 "
                       "Ereignisse konnten nicht gespeichert werden; siehe Protokoll. Nobody said "
                       "this."));
    QCOMPARE(ServiceTexts::shown(
                 QStringLiteral("1 subscription was compared. 0 differences were repaired. 1 "
                                "difference remains. `orion-companion stripe check` lists them.")),
             QStringLiteral("1 Abonnement wurde verglichen. 0 Abweichungen wurden berichtigt. 1 "
                            "Abweichung bleibt. `orion-companion stripe check` listet sie auf."));
    QCOMPARE(ServiceTexts::shown(QStringLiteral("The snapshot of 2026-11-22 was taken. 1 vendor "
                                                "was counted. 2 subscriptions were counted.")),
             QStringLiteral("Die Aufnahme vom 2026-11-22 wurde gemacht. 1 Händler wurde gezählt. 2 "
                            "Abonnements wurden gezählt."));
    QCOMPARE(
        ServiceTexts::shown(QStringLiteral("The program is ending. Nobody said this. Or this.")),
        QStringLiteral("Das Programm wird beendet. Nobody said this. Or this."));
}

void TestTranslations::countsInEnglish()
{
    QVERIFY2(speak(QStringLiteral("en")), "the English plurals are not in the program");
    const char *context = "Orion::TotalsStrip";
    QCOMPARE(text(context, "%1 · %Ln invoices", 1), QStringLiteral("%1 · 1 invoice"));
    QCOMPARE(text(context, "%1 · %Ln invoices", 1234), QStringLiteral("%1 · 1,234 invoices"));
}

void TestTranslations::saysForHowLongTheDatabaseIsLost()
{
    QCOMPARE(ConnectionIndicator::lostText(0), QStringLiteral("Gerade getrennt"));
    QCOMPARE(ConnectionIndicator::lostText(999), QStringLiteral("Gerade getrennt"));
    QCOMPARE(ConnectionIndicator::lostText(1000), QStringLiteral("Getrennt seit 1 s"));
    QVERIFY(speak(QStringLiteral("en")));
    QCOMPARE(ConnectionIndicator::lostText(999), QStringLiteral("Lost just now, trying again"));
    QCOMPARE(ConnectionIndicator::lostText(2000), QStringLiteral("Lost for 2 s, trying again"));
}

// What the console can show of services: the sentences of those that it calls, and those that
// events are marked with. A new one without a translation fails here.
void TestTranslations::saysWhatServicesSayInGerman_data()
{
    QTest::addColumn<QString>("sentence");
    for (const char *file : {"models/domain/money.cpp",
                             "services/billing/invoiceledger.cpp",
                             "services/billing/tiercheck.cpp",
                             "services/billing/tierhistory.cpp",
                             "services/billing/tierprices.cpp",
                             "services/billing/tierservice.cpp",
                             "services/billing/vendordetail.cpp",
                             "services/billing/vendordirectory.cpp",
                             "services/capacity/machineryadvice.cpp",
                             "services/capacity/metricoutlook.cpp",
                             "services/capacity/recommendations.cpp",
                             "services/catalogue/accountbinding.cpp",
                             "services/catalogue/subscriptionsync.cpp",
                             "services/database/sqlerror.cpp",
                             "services/jobs/capacitysnapshot.cpp",
                             "services/jobs/eventrecovery.cpp",
                             "services/jobs/jobcontext.cpp",
                             "services/jobs/joboverview.cpp",
                             "services/jobs/ledger.cpp",
                             "services/jobs/periodcounters.cpp",
                             "services/jobs/stalesubscriptions.cpp",
                             "services/jobs/stripestatus.cpp",
                             "services/jobs/trialexpirations.cpp",
                             "services/stripe/client/stripeerror.cpp",
                             "services/webhooks/binding.cpp",
                             "services/webhooks/dispatcher.cpp",
                             "services/webhooks/webhooklog.cpp",
                             "services/webhooks/processor.cpp",
                             "services/webhooks/recovery.cpp",
                             "services/webhooks/replay.cpp",
                             "services/webhooks/handlers/charge.cpp",
                             "services/webhooks/handlers/customer.cpp",
                             "services/webhooks/handlers/basesubscription.cpp",
                             "services/webhooks/handlers/checkoutsession.cpp",
                             "services/webhooks/handlers/handler.cpp",
                             "services/webhooks/handlers/invoice.cpp",
                             "services/webhooks/handlers/subscription.cpp"})
    {
        const QStringList sentences = sentencesOf(QString::fromUtf8(file));
        QVERIFY2(!sentences.isEmpty(), file);
        for (const QString &sentence : sentences)
            QTest::addRow("%s: %s", file, qPrintable(sentence)) << sentence;
    }
}

void TestTranslations::saysWhatServicesSayInGerman()
{
    QFETCH(QString, sentence);
    QVERIFY(ServiceTexts::shown(sentence) != sentence);
}

void TestTranslations::fillsInWhatServicesFilledIn()
{
    QCOMPARE(ServiceTexts::shown(QStringLiteral("The tier Gold (old) has this code already.")),
             QStringLiteral("Der Tarif Gold (old) hat diesen Code schon."));
    QCOMPARE(ServiceTexts::shown(QStringLiteral("An event of the Stripe account acct_%2; this "
                                                "database belongs to acct_1.")),
             QStringLiteral("Ein Ereignis des Stripe-Kontos acct_%2; diese Datenbank gehört zu "
                            "acct_1."));
}

void TestTranslations::leavesUnknownSentencesAlone()
{
    QCOMPARE(ServiceTexts::shown(QStringLiteral("Nobody has said this.")),
             QStringLiteral("Nobody has said this."));
    QCOMPARE(ServiceTexts::shown({}), QString());
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
