#include "models/domain/access.h"
#include "models/domain/currency.h"
#include "models/domain/limits.h"
#include "models/domain/period.h"
#include "models/domain/words.h"

#include <QTest>

using namespace Orion;

namespace
{

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
}

} // namespace

class TestRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsStripesStatus_data();
    void mapsStripesStatus();
    void grantsAccessByStatus_data();
    void grantsAccessByStatus();
    void countsMonthsFromTheAnchor_data();
    void countsMonthsFromTheAnchor();
    void countsOrdersByWhatIsBilled_data();
    void countsOrdersByWhatIsBilled();
    void countsInWords_data();
    void countsInWords();
    void tellsTheMinuteInWords();
    void overrideBeatsTheTierUntilItExpires();
    void usageKnowsWhatRemains();
    void wordsSurviveARoundTrip();
};

void TestRules::mapsStripesStatus_data()
{
    QTest::addColumn<QString>("stripe");
    QTest::addColumn<bool>("paused");
    QTest::addColumn<QString>("ours");
    QTest::newRow("trialing") << "trialing" << false << "trial";
    QTest::newRow("active") << "active" << false << "active";
    QTest::newRow("active, collection paused") << "active" << true << "paused";
    QTest::newRow("past_due") << "past_due" << false << "past_due";
    QTest::newRow("unpaid") << "unpaid" << false << "past_due";
    QTest::newRow("incomplete") << "incomplete" << false << "incomplete";
    QTest::newRow("incomplete_expired") << "incomplete_expired" << false << "expired";
    QTest::newRow("paused") << "paused" << false << "paused";
    QTest::newRow("canceled") << "canceled" << false << "cancelled";
    QTest::newRow("canceled stays so") << "canceled" << true << "cancelled";
    QTest::newRow("unknown") << "hibernating" << false << "";
}

void TestRules::mapsStripesStatus()
{
    QFETCH(QString, stripe);
    QFETCH(bool, paused);
    QFETCH(QString, ours);
    const auto status = statusFromStripe(stripe, paused);
    QCOMPARE(status ? toText(*status) : QString(), ours);
}

void TestRules::grantsAccessByStatus_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("stripeStatus");
    QTest::addColumn<QDateTime>("trialEndsAt");
    QTest::addColumn<QDateTime>("pastDueSince");
    QTest::addColumn<bool>("access");
    const QDateTime never;
    // "Now" is 2026-11-10T00:00:00Z.
    QTest::newRow("local trial, running") << "trial"
                                          << "" << utc("2026-11-11T00:00:00Z") << never << true;
    QTest::newRow("local trial, at its end") << "trial"
                                             << "" << utc("2026-11-10T00:00:00Z") << never << false;
    QTest::newRow("Stripe's trial") << "trial"
                                    << "trialing" << never << never << true;
    QTest::newRow("active") << "active"
                            << "active" << never << never << true;
    QTest::newRow("past due, in grace")
        << "past_due"
        << "past_due" << never << utc("2026-11-04T00:00:00Z") << true;
    QTest::newRow("past due, at the end of grace")
        << "past_due"
        << "past_due" << never << utc("2026-11-03T00:00:00Z") << false;
    QTest::newRow("paused") << "paused"
                            << "active" << never << never << false;
    QTest::newRow("incomplete") << "incomplete"
                                << "incomplete" << never << never << false;
    QTest::newRow("cancelled") << "cancelled"
                               << "canceled" << never << never << false;
    QTest::newRow("expired") << "expired"
                             << "" << never << never << false;
    QTest::newRow("unknown to us") << "active"
                                   << "hibernating" << never << never << false;
}

void TestRules::grantsAccessByStatus()
{
    QFETCH(QString, status);
    QFETCH(QString, stripeStatus);
    QFETCH(QDateTime, trialEndsAt);
    QFETCH(QDateTime, pastDueSince);
    QFETCH(bool, access);
    const AccessFacts facts{*subscriptionStatusFromText(status), stripeStatus, trialEndsAt,
                            pastDueSince};
    QCOMPARE(hasAccess(facts, utc("2026-11-10T00:00:00Z")), access);
}

void TestRules::countsMonthsFromTheAnchor_data()
{
    QTest::addColumn<QDateTime>("anchor");
    QTest::addColumn<QDateTime>("time");
    QTest::addColumn<QDateTime>("start");
    QTest::addColumn<QDateTime>("end");
    QTest::newRow("first window") << utc("2026-01-15T10:00:00Z") << utc("2026-01-15T10:00:00Z")
                                  << utc("2026-01-15T10:00:00Z") << utc("2026-02-15T10:00:00Z");
    QTest::newRow("a second before the next")
        << utc("2026-01-15T10:00:00Z") << utc("2026-02-15T09:59:59Z") << utc("2026-01-15T10:00:00Z")
        << utc("2026-02-15T10:00:00Z");
    QTest::newRow("in the tenth month of a year")
        << utc("2025-12-03T00:00:00Z") << utc("2026-10-20T00:00:00Z") << utc("2026-10-03T00:00:00Z")
        << utc("2026-11-03T00:00:00Z");
    QTest::newRow("the 31st in February")
        << utc("2026-01-31T00:00:00Z") << utc("2026-02-28T12:00:00Z") << utc("2026-02-28T00:00:00Z")
        << utc("2026-03-31T00:00:00Z");
    QTest::newRow("the 31st is not lost after it")
        << utc("2026-01-31T00:00:00Z") << utc("2026-03-30T00:00:00Z") << utc("2026-02-28T00:00:00Z")
        << utc("2026-03-31T00:00:00Z");
    QTest::newRow("leap year") << utc("2024-01-30T00:00:00Z") << utc("2024-02-29T00:00:00Z")
                               << utc("2024-02-29T00:00:00Z") << utc("2024-03-30T00:00:00Z");
    QTest::newRow("before the anchor")
        << utc("2026-05-10T00:00:00Z") << utc("2026-05-09T00:00:00Z") << utc("2026-04-10T00:00:00Z")
        << utc("2026-05-10T00:00:00Z");
}

void TestRules::countsMonthsFromTheAnchor()
{
    QFETCH(QDateTime, anchor);
    QFETCH(QDateTime, time);
    QFETCH(QDateTime, start);
    QFETCH(QDateTime, end);
    const Period window = monthlyWindow(anchor, time);
    QCOMPARE(window.start, start);
    QCOMPARE(window.end, end);
    QVERIFY(window.contains(time));
}

void TestRules::countsOrdersByWhatIsBilled_data()
{
    QTest::addColumn<QDateTime>("from");
    QTest::addColumn<QDateTime>("until");
    QTest::addColumn<QDateTime>("time");
    QTest::addColumn<QDateTime>("start");
    QTest::addColumn<QDateTime>("end");
    const auto row = [](const char *name, const char *from, const char *until, const char *time,
                        const char *start, const char *end) {
        const auto midnight = [](const char *day) {
            return *day ? utc(QByteArray(QByteArray(day) + "T00:00:00Z").constData()) : QDateTime();
        };
        QTest::newRow(name) << midnight(from) << midnight(until) << midnight(time)
                            << midnight(start) << midnight(end);
    };
    row("an end that nobody knows", "2026-02-28", "", "2026-03-28", "2026-03-28", "2026-04-28");
    row("February of the 28th", "2026-02-28", "2026-03-28", "2026-03-27", "2026-02-28",
        "2026-03-28");
    row("February of the 31st", "2026-02-28", "2026-03-31", "2026-03-28", "2026-02-28",
        "2026-03-31");
    row("the month before it", "2026-01-31", "2026-02-28", "2026-02-27", "2026-01-31",
        "2026-02-28");
    row("which is over", "2026-01-31", "2026-02-28", "2026-03-28", "2026-02-28", "2026-03-31");
    row("April of the 31st is over", "2026-04-30", "2026-05-31", "2026-06-29", "2026-05-31",
        "2026-06-30");
    row("a year up to a leap day", "2027-02-28", "2028-02-29", "2027-03-28", "2027-02-28",
        "2027-03-29");
    row("its last day", "2027-02-28", "2028-02-29", "2028-02-28", "2028-01-29", "2028-02-29");
    row("a year from a leap day", "2028-02-29", "2029-02-28", "2028-12-29", "2028-12-29",
        "2029-01-29");
    row("a trial", "2026-05-10", "2026-05-24", "2026-05-23", "2026-05-10", "2026-06-10");
    row("a trial that is over", "2026-05-10", "2026-05-24", "2026-06-12", "2026-05-24",
        "2026-06-24");
}

void TestRules::countsOrdersByWhatIsBilled()
{
    QFETCH(QDateTime, from);
    QFETCH(QDateTime, until);
    QFETCH(QDateTime, time);
    QFETCH(QDateTime, start);
    QFETCH(QDateTime, end);
    QCOMPARE(orderWindow({from, until}, time), (Period{start, end}));
}

void TestRules::countsInWords_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<QString>("said");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 trials are over.");
    QTest::newRow("one") << qint64(1) << QStringLiteral("1 trial is over.");
    QTest::newRow("two") << qint64(2) << QStringLiteral("2 trials are over.");
    QTest::newRow("a million") << qint64(1'000'000) << QStringLiteral("1000000 trials are over.");
}

void TestRules::countsInWords()
{
    QFETCH(qint64, count);
    QTEST(counted(count, QStringLiteral("1 trial is over."), QStringLiteral("%1 trials are over.")),
          "said");
}

void TestRules::tellsTheMinuteInWords()
{
    QCOMPARE(minuteInWords(utc("2026-11-16T08:00:59Z")), QStringLiteral("2026-11-16 08:00 UTC"));
    QCOMPARE(minuteInWords(
                 QDateTime::fromString(QStringLiteral("2026-11-16T01:30:00+02:00"), Qt::ISODate)),
             QStringLiteral("2026-11-15 23:30 UTC"));
}

void TestRules::overrideBeatsTheTierUntilItExpires()
{
    const QDateTime now = utc("2026-11-10T00:00:00Z");
    const LimitOverride running{500, utc("2026-11-11T00:00:00Z")};
    const LimitOverride ended{500, now};
    const LimitOverride unlimited{std::nullopt, QDateTime()};
    QCOMPARE(effectiveLimit(100, std::nullopt, now), Limit(100));
    QCOMPARE(effectiveLimit(100, running, now), Limit(500));
    QCOMPARE(effectiveLimit(100, ended, now), Limit(100));
    QCOMPARE(effectiveLimit(100, unlimited, now), Limit());
    QCOMPARE(effectiveLimit(std::nullopt, std::nullopt, now), Limit());
}

void TestRules::usageKnowsWhatRemains()
{
    QCOMPARE((Usage{30, 100}.remaining()), std::optional<qint64>(70));
    QCOMPARE((Usage{130, 100}.remaining()), std::optional<qint64>(0));
    QCOMPARE((Usage{30, std::nullopt}.remaining()), std::optional<qint64>());
    QCOMPARE((Usage{30, 120}.percent()), std::optional<double>(25.0));
    QCOMPARE((Usage{0, 0}.percent()), std::optional<double>(100.0));
}

void TestRules::wordsSurviveARoundTrip()
{
    for (const auto status : allSubscriptionStatuses)
        QCOMPARE(subscriptionStatusFromText(toText(status)), std::optional(status));
    for (const auto status : allWebhookStatuses)
        QCOMPARE(webhookStatusFromText(toText(status)), std::optional(status));
    QVERIFY(!subscriptionStatusFromText(QStringLiteral("canceled")));
    QVERIFY(!Currency::isValidCode(QStringLiteral("EUR")));
}

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
