#include "ui/pages/webhooks/activitychart.h"
#include "ui/pages/webhooks/activitypanel.h"
#include "ui/pages/webhooks/webhookspage.h"

#include "services/database/changes.h"
#include "tests/ui/pagestage.h"

#include <QtTest>

using namespace Orion;

namespace
{

// One that failed long ago.
constexpr char fillSql[] = R"(
insert into billing.stripe_webhook_events (event_id, event_type, status, created_at, received_at)
values ('evt_old', 'invoice.paid', 'failed', '2026-11-15 09:00Z', '2026-11-15 09:00Z'))";

QString insertEvent(int number)
{
    return QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, "
                          "created_at, received_at) values ('evt_%1', 'invoice.paid', "
                          "'2026-11-15 11:30Z', '2026-11-15 11:30Z')")
        .arg(number);
}

} // namespace

// The last hour on the webhooks page, on a real database.
class TestWebhookActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_stage.reset(); }

    void showsTheLastHour();
    void keepsTheLastHourCurrent();
    void tellsAMinuteByTheArrowKeys();

private:
    void start();

    std::unique_ptr<PageStage> m_stage;
    WebhooksPage *m_page = nullptr;
};

void TestWebhookActivity::start()
{
    m_stage = std::make_unique<PageStage>();
    m_stage->run(QString::fromUtf8(fillSql));
    m_page = new WebhooksPage(m_stage->context());
    m_stage->show(m_page);
    QTRY_COMPARE(m_page->model()->rowCount(), 1);
    QTRY_VERIFY(m_stage->isLive());
}

// The clock stands at 12:00, so what arrives at 11:30 is of the last hour.
void TestWebhookActivity::showsTheLastHour()
{
    start();
    ActivityPanel *panel = m_page->activity();
    QTRY_COMPARE(panel->receivedText(), QStringLiteral("0"));
    QCOMPARE(panel->failedText(), QStringLiteral("1")); // of all times
    m_stage->change(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "created_at, received_at, processed_at) select 'new_' || i, 'invoice.paid', "
                       "case when i <= 40 then 'processed' else 'received' end, "
                       "timestamptz '2026-11-15 11:29:59Z', timestamptz '2026-11-15 11:30Z', "
                       "case when i <= 40 then timestamptz '2026-11-15 11:30:00.25Z' end "
                       "from generate_series(1, 47) i"),
        Topic::Webhooks);
    QTRY_COMPARE(panel->receivedText(), QStringLiteral("47"));
    QCOMPARE(panel->waitingText(), QStringLiteral("7"));
    QCOMPARE(panel->lagText(), QStringLiteral("250 ms"));
    QCOMPARE(panel->chart()->highest(), 60.0);
    QVERIFY(panel->chart()->accessibleDescription().contains(QLatin1String("47")));
    QVERIFY(panel->message().isEmpty());
}

void TestWebhookActivity::keepsTheLastHourCurrent()
{
    start();
    QTRY_COMPARE(m_page->activity()->receivedText(), QStringLiteral("0"));
    for (int i = 0; i < 20; ++i)
        m_stage->change(insertEvent(i), Topic::Webhooks);
    QTRY_COMPARE(m_page->activity()->waitingText(), QStringLiteral("20"));
}

void TestWebhookActivity::tellsAMinuteByTheArrowKeys()
{
    start();
    m_stage->change(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "created_at, received_at) select 'new_' || i, 'invoice.paid', 'failed', "
                       "timestamptz '2026-11-15 11:59Z', timestamptz '2026-11-15 11:59:10Z' "
                       "from generate_series(1, 3) i"),
        Topic::Webhooks);
    QTRY_COMPARE(m_page->activity()->receivedText(), QStringLiteral("3"));
    ActivityChart *chart = m_page->activity()->chart();
    QTest::keyClick(chart, Qt::Key_Left); // the last minute
    QVERIFY(chart->accessibleDescription().contains(QLatin1String("0 received")));
    QTest::keyClick(chart, Qt::Key_Left);
    QVERIFY(chart->accessibleDescription().contains(QLatin1String("3 received, 3 failed")));
    QTest::keyClick(chart, Qt::Key_Right);
    QTest::keyClick(chart, Qt::Key_Right); // no further than the last
    QVERIFY(chart->accessibleDescription().contains(QLatin1String("0 received")));
}

QTEST_MAIN(TestWebhookActivity)
#include "test_webhookactivity.moc"
