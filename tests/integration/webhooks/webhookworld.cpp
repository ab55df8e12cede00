#include "tests/integration/webhooks/webhookworld.h"

#include <QCoreApplication>

namespace Orion
{

namespace
{

const QString pricesSql = QStringLiteral(R"(
insert into billing.tier_prices (stripe_price_id, tier_id, interval, amount_cents, currency)
select price, t.id, interval, amount, 'eur'
from (values ('price_ess_month', 'essential', 'month', 4900),
             ('price_pro_month', 'professional', 'month', 9900),
             ('price_pro_year', 'professional', 'year', 99000),
             ('price_biz_month', 'business', 'month', 19900))
     as p (price, code, interval, amount)
join billing.subscription_tiers t using (code);
insert into billing.addon_prices (stripe_price_id, addon_id, interval, amount_cents, currency)
select 'price_email', id, 'month', 500, 'eur' from billing.addon_products where code = 'email_5')");

// Only the owner of the append-only tables can open them, which is what a test's world begins with.
const QString emptySql = QStringLiteral(R"(
alter table billing.audit_log disable trigger user;
alter table billing.subscription_changes disable trigger user;
truncate billing.vendors, billing.stripe_webhook_events, billing.stripe_webhook_payloads,
    billing.stripe_objects, billing.stripe_binding, billing.invoice_payments,
    billing.payment_refunds, billing.disputes, billing.audit_log, billing.tier_prices,
    billing.addon_prices cascade;
alter table billing.audit_log enable trigger user;
alter table billing.subscription_changes enable trigger user)");

[[noreturn]] void giveUp(const Error &error)
{
    qFatal("%s %s", qUtf8Printable(error.message), qUtf8Printable(error.detail));
}

// Cloning a database takes longer than most of these tests; it goes with the QCoreApplication.
TestDatabase &sharedDatabase()
{
    static std::unique_ptr<TestDatabase> database;
    if (!database) {
        database = std::make_unique<TestDatabase>();
        qAddPostRoutine([] { database.reset(); });
    }
    return *database;
}

} // namespace

WebhookWorld::WebhookWorld(ProcessorOptions options)
    : clock(QDateTime::fromSecsSinceEpoch(start, Qt::UTC))
    , m_database(sharedDatabase())
    , m_companion(m_database.open(QStringLiteral("orion_companion")))
    , m_processor(clock, options)
{
    for (const QString &sql : {emptySql, pricesSql}) {
        if (const auto made = m_database.session().script(sql); !made)
            giveUp(made.error());
    }
}

void WebhookWorld::execute(const QString &sql, const QVariantList &arguments)
{
    if (const auto done = m_database.session().execute(sql, arguments); !done)
        giveUp(done.error());
}

qint64 WebhookWorld::addVendor(const QString &code, const QString &customer)
{
    return value(QStringLiteral(
                     "insert into billing.vendors (vendor_code, name, email, stripe_customer_id) "
                     "values (?, 'A vendor', 'a@example.com', nullif(?, '')) returning id"),
                 {code, customer.isNull() ? QStringLiteral("") : customer})
        .toLongLong();
}

qint64 WebhookWorld::addTrialVendor(const QString &code, const QString &customer)
{
    const qint64 id = addVendor(code, customer);
    const QDateTime began = clock.now().addDays(-1);
    execute(QStringLiteral("insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
                           "period_start, trial_ends_at, created_at) "
                           "select ?, id, 'trial', ?, ?, ? from billing.subscription_tiers "
                           "where code = 'essential'"),
            {id, began, began.addDays(30), began});
    return id;
}

void WebhookWorld::receive(const QList<QByteArray> &payloads)
{
    std::vector<ReceivedEvent> events;
    for (const QByteArray &payload : payloads) {
        const auto event = parseEvent(payload);
        if (!event)
            giveUp(event.error());
        events.push_back(*event);
    }
    if (const auto stored = storeEvents(*m_companion, events); !stored)
        giveUp(stored.error());
}

BatchOutcome WebhookWorld::work(int limit)
{
    const auto outcome = m_processor.processBatch(*m_companion, limit);
    if (!outcome)
        giveUp(outcome.error());
    return *outcome;
}

BatchOutcome WebhookWorld::deliver(const QList<QByteArray> &payloads)
{
    receive(payloads);
    return work();
}

QString WebhookWorld::value(const QString &sql, const QVariantList &arguments)
{
    return m_database.value(sql, arguments);
}

QString WebhookWorld::statusOf(const QString &eventId)
{
    return value(QStringLiteral("select concat_ws(': ', status, last_error) "
                                "from billing.stripe_webhook_events where event_id = ?"),
                 {eventId});
}

QString WebhookWorld::subscription(const QString &stripeId, const QString &columns)
{
    return value(QStringLiteral("select concat_ws(' ', %1) from billing.vendor_subscriptions s "
                                "join billing.subscription_tiers t on t.id = s.tier_id "
                                "where stripe_subscription_id = ?")
                     .arg(columns),
                 {stripeId});
}

} // namespace Orion
