#include "services/billing/rights.h"
#include "services/database/sessionpool.h"
#include "services/platform/clock.h"
#include "tests/support/companionprocess.h"
#include "tests/support/stripeobjects.h"
#include "tests/support/testdatabase.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/shell/connectionmonitor.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Orion;

namespace
{

const QString secret = QStringLiteral("whsec_whole_chain");

// A vendor in a local trial, and the price that Stripe will name.
void addVendor(TestDatabase &db)
{
    QVERIFY(db.session().script(QStringLiteral(R"(
        insert into billing.vendors (vendor_code, name, email)
        values ('nordlicht', 'Nordlicht Keramik', 'buero@nordlicht.example');
        insert into billing.vendor_subscriptions
            (vendor_id, tier_id, status, period_start, trial_ends_at)
        select v.id, t.id, 'trial', now(), now() + interval '20 days'
        from billing.vendors v, billing.subscription_tiers t where t.code = 'essential';
        insert into billing.tier_prices (stripe_price_id, tier_id, interval, amount_cents, currency)
        select 'price_pro_month', id, 'month', 9900, 'eur'
        from billing.subscription_tiers where code = 'professional')")));
}

QByteArray activation()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    TestStripe::SubscriptionSpec subscription;
    subscription.created = now;
    subscription.periodStart = now;
    subscription.periodEnd = now + 30 * 24 * 3600;
    subscription.metadata = {{QStringLiteral("kind"), QStringLiteral("base")},
                             {QStringLiteral("vendor_code"), QStringLiteral("nordlicht")}};
    return TestStripe::subscriptionEvent(QStringLiteral("evt_chain"),
                                         QStringLiteral("customer.subscription.created"),
                                         subscription, now);
}

// Has the official SDK sign the event and send it; the HTTP status, or 0 with a warning.
int sendSigned(const QUrl &url, const QByteArray &event)
{
    QProcess node;
    node.start(QStringLiteral("node"), {QStringLiteral(ORION_SEND_EVENT), url.toString(), secret});
    node.write(event);
    node.closeWriteChannel();
    if (!node.waitForFinished(30'000) || node.exitCode() != 0)
        qWarning("node: %s", node.readAllStandardError().constData());
    return node.readAllStandardOutput().trimmed().toInt();
}

// Everything that the row of the vendor shows.
QString rowText(const VendorsPage &page)
{
    const QAbstractItemModel *model = page.list()->table()->model();
    QStringList cells;
    for (int column = 0; model->rowCount() == 1 && column < model->columnCount(); ++column)
        cells.append(model->index(0, column).data().toString());
    return cells.join(QStringLiteral(" | "));
}

} // namespace

// The main job, end to end on real parts: an event signed by Stripe's SDK goes to the companion,
// PostgreSQL holds the result, and the row changes in a console page that is open.
class TestWholeChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSignedEventMovesASubscriptionOnTheAdminsScreen();
};

void TestWholeChain::aSignedEventMovesASubscriptionOnTheAdminsScreen()
{
    TestDatabase db;
    addVendor(db);
    CompanionProcess companion(
        {{QStringLiteral("DATABASE_URL"), db.conninfo(QStringLiteral("orion_companion"))},
         {QStringLiteral("STRIPE_WEBHOOK_SECRET"), secret}});
    QVERIFY2(companion.start(), companion.errorOutput().constData());

    const ConnectionSettings settings = db.settings(QStringLiteral("orion_admin"));
    SessionPool pool(settings, QStringLiteral("orion-console"), 2);
    ServiceRunner runner(pool);
    const auto rights = readRights(*db.open(QStringLiteral("orion_admin")));
    QVERIFY(rights);
    const SystemClock clock;
    Theme theme(*qApp, ThemeMode::Light);
    WindowDialogs dialogs;
    ConnectionMonitor monitor(settings);
    MainWindow window(
        {runner, *rights, clock, theme, dialogs}, monitor, settings,
        {{QStringLiteral("vendors"), QStringLiteral("Vendors"), QStringLiteral("vendors"),
          [](const PageContext &context, QWidget *parent) -> ConsolePage * {
              return new VendorsPage(context, parent);
          }}});
    QSignalSpy ready(&window, &MainWindow::pageReady);
    window.showPage(QStringLiteral("vendors"));
    window.show();
    monitor.start();
    QVERIFY(ready.count() > 0 || ready.wait(10'000));
    QTRY_COMPARE_WITH_TIMEOUT(monitor.state(), ConnectionMonitor::State::Live, 10'000);

    const auto *page = qobject_cast<VendorsPage *>(window.currentPage());
    QVERIFY(page);
    QVERIFY2(rowText(*page).contains(QLatin1String("Essential")), qPrintable(rowText(*page)));
    QVERIFY(!rowText(*page).contains(QLatin1String("Active")));

    QCOMPARE(sendSigned(companion.url(QStringLiteral("/api/v1/webhooks/stripe")), activation()),
             200);
    QTRY_VERIFY2_WITH_TIMEOUT(rowText(*page).contains(QLatin1String("Professional")) &&
                                  rowText(*page).contains(QLatin1String("Active")),
                              qPrintable(rowText(*page)), 1'000);
    QCOMPARE(db.value(QStringLiteral("select status from billing.vendor_subscriptions")),
             QStringLiteral("active"));
    QCOMPARE(db.value(QStringLiteral("select status from billing.stripe_webhook_events")),
             QStringLiteral("processed"));
    QCOMPARE(companion.terminate(), 0);
}

QTEST_MAIN(TestWholeChain)
#include "test_wholechain.moc"
