#include "ui/pages/webhooks/webhookspage.h"

#include "services/database/changes.h"
#include "tests/ui/pagestage.h"
#include "ui/pages/webhooks/webhookdetail.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/tableview.h"

#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QtTest>

using namespace Orion;

namespace
{

// 60 events of two vendors: every tenth failed, every other one is about an invoice.
constexpr char fillSql[] = R"(
insert into billing.vendors (vendor_code, name, email) values
    ('ATELIER', 'Atelier Nord', 'a@b.example'), ('BAKERY', 'Bäckerei Süd', 'b@b.example');
insert into billing.stripe_webhook_events (event_id, event_type, api_version, object_id, vendor_id,
    status, attempts, last_error, created_at, received_at, processed_at)
select 'evt_' || lpad(i::text, 3, '0'),
    case when i % 2 = 0 then 'invoice.paid' else 'customer.subscription.updated' end,
    '2026-10-28.endive', 'obj_' || i,
    (select id from billing.vendors where vendor_code =
        case when i % 3 = 0 then 'BAKERY' else 'ATELIER' end),
    case when i % 10 = 0 then 'failed' else 'processed' end, 1 + i % 3,
    case when i % 10 = 0 then 'No vendor belongs to this.' end,
    timestamptz '2026-11-15 09:00Z' + i * interval '1 minute',
    timestamptz '2026-11-15 09:00Z' + i * interval '1 minute',
    timestamptz '2026-11-15 09:00Z' + i * interval '1 minute'
from generate_series(1, 60) i;
insert into billing.stripe_webhook_payloads (event_row_id, received_at, payload)
select id, received_at, replace('{~id~:~' || event_id || '~,~n~:1.50,' || E'\r\n' ||
    ' ~text~:~ü ' || repeat('x', 3000) || '~}', '~', chr(34))
from billing.stripe_webhook_events;
)";

QString insertEvents(int first, int last)
{
    return QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, "
                          "created_at, received_at) select 'evt_' || i, 'invoice.paid', "
                          "timestamptz '2026-11-15 11:00Z', timestamptz '2026-11-15 11:00Z' "
                          "from generate_series(%1, %2) i")
        .arg(first)
        .arg(last);
}

} // namespace

// The webhooks page on a real database, with real notifications.
class TestWebhooksPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsANewEventWithinASecondAndKeepsTheSelection();
    void keepsWhatIsScrolledToAndSaysHowManyAreNew();
    void showsAChangedStatusInItsRowAndDetail();
    void narrowsByStatusTypeTimeAndWords_data();
    void narrowsByStatusTypeTimeAndWords();
    void countsEveryStatusOnItsTab();
    void showsThePayloadAsItWasReceived();
    void findsWordsInThePayload();
    void replaysAfterAQuestion();
    void replaysAllSelectedEvents();
    void replaysNothingWhenThePersonBacksOut();
    void saysWhyARoleMayNotReplay();
    void replaysAllThatFailedBeyondWhatIsSelected();
    void offersToReplayAllOnlyOfTheFailed();
    void opensAnEventThatTheListHasNotLoaded();
    void closesTheDetailWithEscape();
    void saysWhenNothingMatches();
    void leadsToTheVendor();

private:
    void start(const QString &role = QStringLiteral("orion_admin"));
    void select(int row);
    QString shownEvent(int row) const { return m_page->model()->keyAt(row); }
    QScrollBar *bar() const { return m_page->list()->table()->verticalScrollBar(); }

    std::unique_ptr<PageStage> m_stage;
    WebhooksPage *m_page = nullptr;
};

void TestWebhooksPage::init()
{
    m_stage.reset();
}

void TestWebhooksPage::cleanup()
{
    m_stage.reset();
}

void TestWebhooksPage::start(const QString &role)
{
    m_stage = std::make_unique<PageStage>(role);
    m_stage->run(QString::fromUtf8(fillSql));
    m_page = new WebhooksPage(m_stage->context());
    m_stage->show(m_page);
    QTRY_COMPARE(m_page->model()->rowCount(), 60);
    QTRY_VERIFY(m_stage->isLive());
}

void TestWebhooksPage::select(int row)
{
    m_page->list()->table()->setCurrentIndex(m_page->model()->index(row, 0));
}

void TestWebhooksPage::showsANewEventWithinASecondAndKeepsTheSelection()
{
    start();
    select(3);
    const QString selected = shownEvent(3);

    m_stage->change(insertEvents(900, 900), Topic::Webhooks);
    QTRY_COMPARE_WITH_TIMEOUT(shownEvent(0), QStringLiteral("evt_900"), 1000);
    QCOMPARE(m_page->list()->currentKey(), selected);
    QCOMPARE(m_page->list()->table()->currentIndex().row(), 4);
    QCOMPARE(bar()->value(), 0);
    QVERIFY(m_page->newEventsPill()->isHidden());
}

void TestWebhooksPage::keepsWhatIsScrolledToAndSaysHowManyAreNew()
{
    start();
    TableView *table = m_page->list()->table();
    bar()->setValue(1000);
    const int top = table->rowAt(0);
    const QString topEvent = shownEvent(top);
    const int offset = table->rowViewportPosition(top);

    m_stage->change(insertEvents(900, 929), Topic::Webhooks);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->newEventsPill()->isVisible(), 1000);
    QVERIFY(m_page->newEventsPill()->text().startsWith(QLatin1String("30")));
    QCOMPARE(shownEvent(table->rowAt(0)), topEvent);
    QCOMPARE(table->rowViewportPosition(table->rowAt(0)), offset);

    m_page->newEventsPill()->click();
    QCOMPARE(bar()->value(), 0);
    QVERIFY(m_page->newEventsPill()->isHidden());
    QCOMPARE(shownEvent(0), QStringLiteral("evt_929"));
}

void TestWebhooksPage::showsAChangedStatusInItsRowAndDetail()
{
    start();
    select(0);
    const QModelIndex status = m_page->model()->index(0, 2);
    const QString before = status.data().toString();
    m_stage->change(QStringLiteral("update billing.stripe_webhook_events set status = 'ignored' "
                                   "where event_id = 'evt_060'"),
                    Topic::Webhooks);
    QTRY_COMPARE(m_page->model()->rowAt(0).status, WebhookStatus::Ignored);
    QVERIFY(status.data().toString() != before);
}

void TestWebhooksPage::narrowsByStatusTypeTimeAndWords_data()
{
    QTest::addColumn<int>("tab");
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("where");

    QTest::newRow("failed") << 5 << "" << 0 << ""
                            << "e.status = 'failed'";
    QTest::newRow("type") << 0 << "invoice." << 0 << ""
                          << "e.event_type like 'invoice.%'";
    QTest::newRow("time") << 0 << "" << 3600 * 24 << ""
                          << "true";
    QTest::newRow("event id") << 0 << "" << 0 << "evt_017"
                              << "e.event_id = 'evt_017'";
    QTest::newRow("object id") << 0 << "" << 0 << "obj_5"
                               << "e.object_id like 'obj\\_5%'";
    QTest::newRow("vendor code") << 0 << "" << 0 << "bakery"
                                 << "v.vendor_code = 'BAKERY'";
    QTest::newRow("vendor name") << 0 << "" << 0 << "süd"
                                 << "v.vendor_code = 'BAKERY'";
    QTest::newRow("all at once") << 5 << "invoice." << 3600 * 24 << "nord"
                                 << "e.status = 'failed' and v.vendor_code = 'ATELIER'";
}

void TestWebhooksPage::narrowsByStatusTypeTimeAndWords()
{
    QFETCH(int, tab);
    QFETCH(QString, type);
    QFETCH(int, seconds);
    QFETCH(QString, words);
    QFETCH(QString, where);
    start();

    m_page->statusTabs()->setCurrentIndex(tab);
    const auto boxes = m_page->findChildren<QComboBox *>();
    QCOMPARE(boxes.size(), 2);
    boxes.at(0)->setCurrentIndex(type.isEmpty() ? 0 : boxes.at(0)->findData(type));
    boxes.at(1)->setCurrentIndex(seconds == 0 ? 0 : boxes.at(1)->findData(seconds));
    auto *search = qobject_cast<SearchField *>(m_page->searchField());
    search->setText(words); // keyClicks() knows ASCII only
    QTest::keyClick(search, Qt::Key_Return);

    QStringList expected;
    const auto read = m_stage->session().forEach(
        QStringLiteral("select e.event_id from billing.stripe_webhook_events e "
                       "join billing.vendors v on v.id = e.vendor_id where ") +
            where + QStringLiteral(" order by e.id desc"),
        {}, [&](const Row &row) {
            expected.append(row.text(0));
            return true;
        });
    QVERIFY(read);
    const auto shown = [this] {
        QStringList keys;
        for (int row = 0; row < m_page->model()->rowCount(); ++row)
            keys.append(shownEvent(row));
        return keys;
    };
    QTRY_COMPARE(shown(), expected);
}

void TestWebhooksPage::countsEveryStatusOnItsTab()
{
    start();
    QTRY_VERIFY(m_page->statusTabs()->tabText(0).endsWith(QLatin1String("60")));
    QVERIFY(m_page->statusTabs()->tabText(2).endsWith(QLatin1String("54")));
    QVERIFY(m_page->statusTabs()->tabText(5).endsWith(QLatin1String("6")));
    m_stage->change(insertEvents(900, 901), Topic::Webhooks);
    QTRY_VERIFY(m_page->statusTabs()->tabText(1).endsWith(QLatin1String("2")));
}

void TestWebhooksPage::showsThePayloadAsItWasReceived()
{
    start();
    select(0);
    PayloadView *payload = m_page->detail()->payloadView();
    QTRY_VERIFY(payload->textView()->text().startsWith(QLatin1String("{\n  \"id\": \"evt_060\"")));
    payload->setRaw(true);
    QCOMPARE(payload->textView()->text(),
             m_stage->database().value(
                 QStringLiteral("select payload from billing.stripe_webhook_payloads p join "
                                "billing.stripe_webhook_events e on e.id = p.event_row_id "
                                "where e.event_id = 'evt_060'")));
}

void TestWebhooksPage::findsWordsInThePayload()
{
    start();
    select(0);
    PayloadView *payload = m_page->detail()->payloadView();
    QTRY_VERIFY(payload->searchField()->isEnabled());
    QTest::keyClicks(payload->searchField(), QStringLiteral("EVT_060"));
    QTest::keyClick(payload->searchField(), Qt::Key_Return);
    QCOMPARE(payload->textView()->selectedText(), QStringLiteral("evt_060"));
    QCOMPARE(payload->matchText(), QStringLiteral("1 of 1"));
}

void TestWebhooksPage::replaysAfterAQuestion()
{
    start();
    select(0);
    m_stage->dialogs().choice = 1;
    QTRY_VERIFY(m_page->detail()->replayButton()->isVisible());
    m_page->detail()->replayButton()->click();

    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    QVERIFY(m_stage->dialogs().questions.first().text.startsWith(
        QLatin1String("The queue takes it up again")));
    QTRY_VERIFY(m_page->notice()->isVisible());
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Success);
    QCOMPARE(m_stage->database().value(
                 QStringLiteral("select status || attempts from billing.stripe_webhook_events "
                                "where event_id = 'evt_060'")),
             QStringLiteral("received0"));
    QCOMPARE(m_stage->database().value(
                 QStringLiteral("select actor || ' ' || entity_id from billing.audit_log")),
             QStringLiteral("orion_admin evt_060"));
    QTRY_COMPARE(m_page->model()->rowAt(0).status, WebhookStatus::Received);
}

void TestWebhooksPage::replaysAllSelectedEvents()
{
    start(QStringLiteral("orion_ops"));
    select(1);
    m_page->list()->table()->selectionModel()->select(
        m_page->model()->index(4, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    m_stage->dialogs().choice = 1;
    auto *button = m_page->findChild<QPushButton *>(QStringLiteral("replaySelected"));
    QVERIFY(button->isVisible());
    button->click();
    QTRY_VERIFY(m_page->notice()->isVisible());
    QCOMPARE(m_stage->database().value(
                 QStringLiteral("select string_agg(event_id, ' ' order by id) "
                                "from billing.stripe_webhook_events where status = 'received'")),
             QStringLiteral("evt_056 evt_059"));
}

void TestWebhooksPage::replaysNothingWhenThePersonBacksOut()
{
    start();
    select(0);
    m_stage->dialogs().choice = 0;
    QTRY_VERIFY(m_page->detail()->replayButton()->isVisible());
    m_page->detail()->replayButton()->click();
    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    m_stage->change(insertEvents(900, 900), Topic::Webhooks); // a round trip later
    QTRY_COMPARE(shownEvent(0), QStringLiteral("evt_900"));
    QVERIFY(m_page->notice()->isHidden());
    QCOMPARE(m_stage->database().value(QStringLiteral("select count(*) from billing.audit_log")),
             QStringLiteral("0"));
}

void TestWebhooksPage::saysWhyARoleMayNotReplay()
{
    start(QStringLiteral("orion_finance"));
    select(0);
    QTRY_VERIFY(m_page->detail()->replayButton()->isVisible());
    QVERIFY(!m_page->detail()->replayButton()->isEnabled());
    QVERIFY(m_page->detail()->replayButton()->toolTip().contains(QLatin1String("orion_ops")));
    QVERIFY(m_page->detail()->payloadView()->textView()->text().isEmpty());
}

void TestWebhooksPage::replaysAllThatFailedBeyondWhatIsSelected()
{
    start(QStringLiteral("orion_ops"));
    m_page->statusTabs()->setCurrentIndex(5);
    QTRY_COMPARE(m_page->model()->rowCount(), 6);
    m_stage->dialogs().choice = 1;
    m_page->replayAllButton()->click();
    QTRY_VERIFY(m_page->notice()->isVisible());
    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    QVERIFY(m_stage->dialogs().questions.first().title.contains(QLatin1Char('6')));
    QVERIFY(m_stage->dialogs().questions.first().text.startsWith(
        QLatin1String("The queue takes them up again")));
    QVERIFY(m_page->notice()->text().contains(QLatin1Char('6')));
    QCOMPARE(m_stage->database().value(
                 QStringLiteral("select string_agg(event_id, ' ' order by id) "
                                "from billing.stripe_webhook_events where status = 'received'")),
             QStringLiteral("evt_010 evt_020 evt_030 evt_040 evt_050 evt_060"));
    QTRY_COMPARE(m_page->model()->rowCount(), 0);
}

void TestWebhooksPage::offersToReplayAllOnlyOfTheFailed()
{
    start();
    QVERIFY(m_page->replayAllButton()->isHidden());
    m_page->statusTabs()->setCurrentIndex(5);
    QVERIFY(!m_page->replayAllButton()->isHidden());
    m_page->statusTabs()->setCurrentIndex(2);
    QVERIFY(m_page->replayAllButton()->isHidden());
}

void TestWebhooksPage::opensAnEventThatTheListHasNotLoaded()
{
    start();
    m_page->statusTabs()->setCurrentIndex(5);
    QTRY_COMPARE(m_page->model()->rowCount(), 6);
    m_page->open(QStringLiteral("evt_001"));
    QTRY_VERIFY(
        m_page->detail()->payloadView()->textView()->text().contains(QLatin1String("evt_001")));
    QTRY_VERIFY(m_page->detail()->replayButton()->isVisible());
}

void TestWebhooksPage::closesTheDetailWithEscape()
{
    start();
    select(0);
    QCOMPARE(m_page->detail()->eventId(), QStringLiteral("evt_060"));
    QTest::keyClick(m_page->list()->table(), Qt::Key_Escape);
    QVERIFY(m_page->detail()->eventId().isEmpty());
    QVERIFY(m_page->list()->currentKey().isEmpty());
}

void TestWebhooksPage::saysWhenNothingMatches()
{
    start();
    auto *search = qobject_cast<SearchField *>(m_page->searchField());
    QTest::keyClicks(search, QStringLiteral("nobody"));
    QTest::keyClick(search, Qt::Key_Return);
    StateView *state = m_page->list()->state();
    QTRY_VERIFY(state->isVisible() && !state->title().isEmpty());
    state->button()->click();
    QTRY_COMPARE(m_page->model()->rowCount(), 60);
}

void TestWebhooksPage::leadsToTheVendor()
{
    start();
    select(1);
    QSignalSpy opened(m_page, &ConsolePage::openRequested);
    Q_EMIT m_page->detail()->vendorRequested(QStringLiteral("ATELIER"));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.at(0).at(0).toString(), QStringLiteral("vendors"));
    QCOMPARE(opened.at(0).at(1).toString(), QStringLiteral("ATELIER"));
}

QTEST_MAIN(TestWebhooksPage)
#include "test_webhookspage.moc"
