#include "services/billing/vendordirectory.h"
#include "services/database/session.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

namespace
{

const QDateTime now(QDate(2026, 11, 20), QTime(12, 0), Qt::UTC);

} // namespace

class TestVendorDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_db.reset(); }
    void walksEveryOrderOnceFromEndToEnd_data();
    void walksEveryOrderOnceFromEndToEnd();
    void filtersByStatusAndTier();
    void searchesTheStartOfNameCodeAndEmail_data();
    void searchesTheStartOfNameCodeAndEmail();
    void countsNoFurtherThanItMust();
    void refusesACursorOfItsOwnMaking();
    void showsUsageOfTheOpenWindowAgainstLimitAndOverride();
    void showsTheLiveSubscriptionBesideAnEndedOne();
    void tellsAVendorInDetail();
    void saysThatAVendorIsUnknown();

private:
    QStringList walk(VendorFilter filter, int pageSize);

    std::unique_ptr<TestDatabase> m_db;
};

// 60 vendors: 50 with a subscription, of which every tenth is past due; 10 with none.
void TestVendorDirectory::initTestCase()
{
    m_db = std::make_unique<TestDatabase>();
    const auto filled = m_db->session().script(QStringLiteral(
        "insert into billing.vendors (vendor_code, name, email, created_at)"
        " select 'V' || lpad(i::text, 3, '0'), (array['Ada','bee','Cod','dee'])[1 + i % 4] || ' ' "
        "|| i,"
        " 'mail' || i || '@example.com', timestamptz '2026-01-01' + (i % 7) * interval '1 hour'"
        " from generate_series(1, 60) i;"
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, is_annual,"
        " price_cents, period_start, period_end, past_due_since)"
        " select v.id, 1 + v.id % 3, case when v.id % 10 = 0 then 'past_due' else 'active' end,"
        " v.id % 2 = 0, 4900 * (1 + v.id % 3), timestamptz '2026-10-31 10:00+00',"
        " case when v.id % 5 = 0 then null else"
        " timestamptz '2026-12-01' + (v.id % 4) * interval '1 day' end,"
        " case when v.id % 10 = 0 then now() end from billing.vendors v where v.id <= 50;"));
    QVERIFY2(filled, filled ? "" : qPrintable(filled.error().detail));
}

QStringList TestVendorDirectory::walk(VendorFilter filter, int pageSize)
{
    QStringList codes;
    PageRequest request{pageSize, {}};
    do {
        const auto page = listVendors(m_db->session(), filter, request, now);
        if (!page) {
            QTest::qFail(qPrintable(page.error().message + page.error().detail), __FILE__,
                         __LINE__);
            return {};
        }
        for (const VendorSummary &vendor : page->rows)
            codes.append(vendor.vendorCode);
        request.cursor = page->nextCursor;
    } while (!request.cursor.isEmpty());
    return codes;
}

void TestVendorDirectory::walksEveryOrderOnceFromEndToEnd_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QString>("sql");
    const auto add = [](const char *name, VendorOrder order, const char *key) {
        for (const bool descending : {false, true}) {
            const QString direction = descending ? QStringLiteral(" desc") : QStringLiteral(" asc");
            QTest::addRow("%s%s", name, qPrintable(direction))
                << int(order) << descending
                << QStringLiteral("select string_agg(vendor_code, ' ' order by (s.id is null),"
                                  " %1%2, v.id%3) from billing.vendors v"
                                  " left join billing.vendor_subscriptions s"
                                  " on s.vendor_id = v.id and s.is_current")
                       .arg(QLatin1String(key), direction,
                            order == VendorOrder::PeriodEnd || order == VendorOrder::Mrr
                                ? QStringLiteral(" * case when s.id is null then 1 else %1 end")
                                      .arg(descending ? -1 : 1)
                                : direction);
        }
    };
    add("period end", VendorOrder::PeriodEnd, "coalesce(s.period_end, 'infinity')");
    add("mrr", VendorOrder::Mrr, "s.mrr_cents");
    for (const bool descending : {false, true}) {
        const QString direction = descending ? QStringLiteral(" desc") : QString();
        const auto plain = [&](const char *name, VendorOrder order, const char *key) {
            QTest::addRow("%s%s", name, qPrintable(direction))
                << int(order) << descending
                << QStringLiteral("select string_agg(vendor_code, ' ' order by %1%2, v.id%2)"
                                  " from billing.vendors v")
                       .arg(QLatin1String(key), direction);
        };
        plain("name", VendorOrder::Name, "lower(name) collate \"C\"");
        plain("code", VendorOrder::Code, "vendor_code collate \"C\"");
        plain("created", VendorOrder::Created, "created_at");
    }
}

void TestVendorDirectory::walksEveryOrderOnceFromEndToEnd()
{
    QFETCH(int, order);
    QFETCH(bool, descending);
    QFETCH(QString, sql);
    VendorFilter filter;
    filter.order = VendorOrder(order);
    filter.descending = descending;
    const QString expected = m_db->value(sql);
    QCOMPARE(expected.split(u' ').size(), 60);
    for (const int pageSize : {7, 10, 100})
        QCOMPARE(walk(filter, pageSize).join(u' '), expected);
}

void TestVendorDirectory::filtersByStatusAndTier()
{
    VendorFilter filter;
    filter.status = SubscriptionStatus::PastDue;
    QCOMPARE(walk(filter, 2).size(), 5);
    filter.tierId = 2;
    filter.order = VendorOrder::Mrr;
    const auto page = listVendors(m_db->session(), filter, {100, {}}, now);
    QVERIFY(page);
    QVERIFY(!page->rows.empty());
    for (const VendorSummary &vendor : page->rows) {
        QCOMPARE(vendor.status, SubscriptionStatus::PastDue);
        QCOMPARE(vendor.tierCode, QStringLiteral("professional"));
    }
    QCOMPARE(countVendors(m_db->session(), filter, 100).value(), qint64(page->rows.size()));
}

void TestVendorDirectory::searchesTheStartOfNameCodeAndEmail_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<int>("found");
    QTest::newRow("name in any case") << "BEE" << 15;
    QTest::newRow("code") << "v00" << 9;
    QTest::newRow("email") << "mail6" << 2;
    QTest::newRow("not the middle") << "xample" << 0;
    QTest::newRow("per cent is no pattern") << "%" << 0;
    QTest::newRow("quote") << "o'" << 0;
}

void TestVendorDirectory::searchesTheStartOfNameCodeAndEmail()
{
    QFETCH(QString, search);
    QFETCH(int, found);
    for (const VendorOrder order : {VendorOrder::Name, VendorOrder::Mrr}) {
        VendorFilter filter;
        filter.search = search;
        filter.order = order;
        QCOMPARE(walk(filter, 4).size(), found);
        QCOMPARE(countVendors(m_db->session(), filter, 100).value(), found);
    }
}

void TestVendorDirectory::countsNoFurtherThanItMust()
{
    QCOMPARE(countVendors(m_db->session(), {}, 100).value(), 60);
    QCOMPARE(countVendors(m_db->session(), {}, 11).value(), 11);
}

void TestVendorDirectory::refusesACursorOfItsOwnMaking()
{
    for (const QByteArray &cursor : {QByteArray("x"), QByteArray("WzEsMiwzXQ")}) {
        const auto refused = listVendors(m_db->session(), {}, {10, cursor}, now);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    }
}

void TestVendorDirectory::showsUsageOfTheOpenWindowAgainstLimitAndOverride()
{
    // The window of 31 October opened anew on 31 October + 0 months; it ends on 30 November.
    QVERIFY(m_db->session().script(QStringLiteral(
        "insert into billing.usage_windows values"
        " (1, 'orders', '2026-10-31 10:00+00', 42), (1, 'orders', '2026-09-30 10:00+00', 7),"
        " (2, 'orders', '2026-09-30 10:00+00', 99);"
        "insert into billing.usage_gauges (vendor_id, products, team_members) values (1, 5, 6);"
        "insert into billing.limit_overrides values"
        " (1, 'products', null, null, 'partner', 'anna', now()),"
        " (1, 'team_members', 77, '2026-11-01 00:00+00', 'for a month', 'anna', now())")));
    VendorFilter filter;
    filter.order = VendorOrder::Code;
    const auto page = listVendors(m_db->session(), filter, {2, {}}, now);
    QVERIFY(page);
    const VendorSummary &first = page->rows.at(0);
    QCOMPARE(first.orders.used, 42);
    QCOMPARE(first.orders.limit, 500);
    QCOMPARE(first.products.used, 5);
    QVERIFY(!first.products.limit);
    QCOMPARE(first.teamMembers.limit, 3);      // the exception has expired
    QCOMPARE(page->rows.at(1).orders.used, 0); // the old window says nothing about this one
}

void TestVendorDirectory::showsTheLiveSubscriptionBesideAnEndedOne()
{
    // A late event about a subscription that ended must not hide the live one.
    QVERIFY(m_db->session().script(QStringLiteral(
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, price_cents,"
        " period_start, period_end) values (3, 1, 'cancelled', 100, now(), now())")));
    QCOMPARE(getVendor(m_db->session(), QStringLiteral("V003"), now).value().summary.status,
             SubscriptionStatus::Active);
    QVERIFY(m_db->session().script(QStringLiteral(
        "update billing.vendor_subscriptions set status = 'cancelled' where vendor_id = 3;"
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, period_start,"
        " trial_ends_at) values (3, 2, 'trial', now(), now() + interval '30 days')")));
    QCOMPARE(getVendor(m_db->session(), QStringLiteral("V003"), now).value().summary.status,
             SubscriptionStatus::Trial);
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from billing.vendor_subscriptions"
                                        " where vendor_id = 3 and is_current")),
             QStringLiteral("1"));
    QVERIFY(m_db->session().script(QStringLiteral(
        "delete from billing.vendor_subscriptions where vendor_id = 3;"
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, price_cents,"
        " period_start) values (3, 1, 'active', 4900, now())")));
}

void TestVendorDirectory::tellsAVendorInDetail()
{
    QVERIFY(m_db->session().script(QStringLiteral(
        "insert into billing.billing_history (vendor_id, stripe_invoice_id, invoice_number, status,"
        " currency, total_cents, invoice_date) select 4, 'in_' || i, 'N-' || i, 'paid', 'eur',"
        " 100 * i, timestamptz '2026-01-01' + i * interval '1 day' from generate_series(1, 12) i;"
        "insert into billing.stripe_webhook_events (event_id, event_type, created_at, vendor_id)"
        " values ('evt_1', 'invoice.paid', now(), 4);"
        "insert into billing.subscription_changes (vendor_id, subscription_id, occurred_at,"
        " new_tier_id, new_status, new_mrr_cents, currency, cause, actor)"
        " select 4, id, now(), 1, 'active', 4900, 'eur', 'registered', 'platform'"
        " from billing.vendor_subscriptions where vendor_id = 4")));
    const auto detail = getVendor(m_db->session(), QStringLiteral("V004"), now);
    QVERIFY2(detail, detail ? "" : qPrintable(detail.error().detail));
    QVERIFY(detail->subscription);
    QCOMPARE(detail->subscription->priceCents, 4900 * (1 + 4 % 3));
    QCOMPARE(detail->invoices.size(), 10U);
    QCOMPARE(detail->invoices.front().number, QStringLiteral("N-12"));
    QCOMPARE(detail->events.front().eventId, QStringLiteral("evt_1"));
    QCOMPARE(detail->changes.front().newTier, QStringLiteral("Essential"));
}

void TestVendorDirectory::saysThatAVendorIsUnknown()
{
    const auto detail = getVendor(m_db->session(), QStringLiteral("NOBODY"), now);
    QVERIFY(!detail);
    QCOMPARE(detail.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestVendorDirectory)
#include "test_vendordirectory.moc"
