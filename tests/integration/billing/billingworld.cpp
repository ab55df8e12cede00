#include "tests/integration/billing/billingworld.h"

#include <QCoreApplication>

#include "services/billing/operationeffects.h"
#include "tests/support/stripeobjects.h"

namespace Orion
{

namespace
{

// Only the owner of the append-only tables can open them, which is what a test's world begins with.
const QString setUpSql = QStringLiteral(R"(
alter table billing.audit_log disable trigger user;
alter table billing.subscription_changes disable trigger user;
truncate billing.vendors, billing.stripe_webhook_events, billing.audit_log, billing.tier_prices cascade;
alter table billing.audit_log enable trigger user;
alter table billing.subscription_changes enable trigger user;
update billing.subscription_tiers
set is_active = true, stripe_price_monthly_id = null, stripe_price_annual_id = null;
update billing.subscription_tiers t
set stripe_price_monthly_id = p.month, stripe_price_annual_id = p.year
from (values ('essential', 'price_ess_month', 'price_ess_year'),
             ('professional', 'price_pro_month', 'price_pro_year'),
             ('business', 'price_biz_month', null)) as p (code, month, year)
where t.code = p.code;
insert into billing.tier_prices (stripe_price_id, tier_id, interval, amount_cents, currency)
select price, t.id, interval, amount, p.currency
from (values ('price_ess_month', 'essential', 'month', 4900, 'eur'),
             ('price_ess_year', 'essential', 'year', 49000, 'eur'),
             ('price_pro_month', 'professional', 'month', 9900, 'eur'),
             ('price_pro_year', 'professional', 'year', 99000, 'eur'),
             ('price_biz_month', 'business', 'month', 19900, 'eur'),
             ('price_biz_usd_month', 'business', 'month', 21900, 'usd'))
     as p (price, code, interval, amount, currency)
join billing.subscription_tiers t using (code);
insert into billing.vendors (vendor_code, name, email)
values ('ACME', 'Acme & Co', 'post@acme.example'))");

struct Told
{
    QString status;
    QString stripeStatus; // empty: not at Stripe
    QJsonObject fields;   // of the subscription at Stripe
};

Told toldOf(SubscriptionState state)
{
    const QString ours = toText(state).remove(QStringLiteral("_ending"));
    if (ours == QLatin1String("local_trial"))
        return {QStringLiteral("trial"), {}, {}};
    if (ours == QLatin1String("trial"))
        return {ours, QStringLiteral("trialing"), {}};
    if (ours == QLatin1String("past_due") || ours == QLatin1String("overdue"))
        return {QStringLiteral("past_due"), QStringLiteral("past_due"), {}};
    if (ours == QLatin1String("paused"))
        return {ours,
                QStringLiteral("active"),
                {{QStringLiteral("pause_collection"),
                  QJsonObject{{QStringLiteral("behavior"), QStringLiteral("void")}}}}};
    if (ours == QLatin1String("unknown"))
        return {QStringLiteral("active"), QStringLiteral("hibernating"), {}};
    if (ours == QLatin1String("cancelled"))
        return {ours, QStringLiteral("canceled"), {}};
    if (ours == QLatin1String("expired"))
        return {ours, QStringLiteral("incomplete_expired"), {}};
    return {ours, ours, {}};
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

BillingWorld::BillingWorld()
    : clock(QDateTime::fromSecsSinceEpoch(start, Qt::UTC))
    , m_database(sharedDatabase())
    , m_companion(m_database.open(QStringLiteral("orion_companion")))
    , m_operations(stripe, clock, billingEffects())
    , service(m_operations, clock, links, true)
    , unconfigured(m_operations, clock, links, false)
{
    if (const auto made = m_database.session().script(setUpSql); !made)
        qFatal("%s %s", qUtf8Printable(made.error().message), qUtf8Printable(made.error().detail));
}

void BillingWorld::forgetEverything()
{
    // Only the owner can open the append-only table.
    const auto done = m_database.session().script(QStringLiteral(R"(
alter table billing.subscription_changes disable trigger user;
truncate billing.subscription_changes, billing.vendor_subscriptions, billing.checkout_sessions;
alter table billing.subscription_changes enable trigger user)"));
    if (!done)
        qFatal("%s %s", qUtf8Printable(done.error().message), qUtf8Printable(done.error().detail));
}

void BillingWorld::execute(const QString &sql, const QVariantList &arguments)
{
    if (const auto done = m_database.session().execute(sql, arguments); !done)
        qFatal("%s %s", qUtf8Printable(done.error().message), qUtf8Printable(done.error().detail));
}

QString BillingWorld::value(const QString &sql, const QVariantList &arguments)
{
    return m_database.value(sql, arguments);
}

QString BillingWorld::operations()
{
    return value(QStringLiteral("select string_agg(kind || ' ' || state, ', ' order by id) "
                                "from billing.stripe_operations"));
}

void BillingWorld::standIn(SubscriptionState state, const QString &price)
{
    if (state == SubscriptionState::None)
        return;
    const Told told = toldOf(state);
    const bool isEnding = toText(state).endsWith(QLatin1String("_ending"));
    const bool isAtStripe = !told.stripeStatus.isEmpty();
    const QDateTime began = now().addSecs(-3600);
    const QDateTime ends = began.addDays(30);
    const int daysPastDue =
        state == SubscriptionState::Overdue || state == SubscriptionState::OverdueEnding ? 8 : 1;
    const auto ifAtStripe = [&](const char *text) {
        return isAtStripe ? QVariant(QString::fromLatin1(text))
                          : QVariant(QMetaType::fromType<QString>());
    };
    execute(
        QStringLiteral(
            "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, stripe_status, "
            "stripe_customer_id, stripe_subscription_id, stripe_item_id, stripe_price_id, "
            "price_cents, period_start, period_end, trial_ends_at, cancel_at, past_due_since) "
            "select v.id, p.tier_id, ?, nullif(?, ''), ?, ?, ?, ?, p.amount_cents, ?, ?, ?, ?, ? "
            "from billing.vendors v, billing.tier_prices p where p.stripe_price_id = ?"),
        {told.status, isAtStripe ? told.stripeStatus : QStringLiteral(""), ifAtStripe("cus_1"),
         ifAtStripe("sub_1"), ifAtStripe("si_sub_1"),
         isAtStripe ? QVariant(price) : QVariant(QMetaType::fromType<QString>()), began, ends,
         told.status == QLatin1String("trial") ? ends : QDateTime(), isEnding ? ends : QDateTime(),
         told.status == QLatin1String("past_due") ? now().addDays(-daysPastDue) : QDateTime(),
         price});
    if (!isAtStripe)
        return;
    execute(QStringLiteral("update billing.vendors set stripe_customer_id = 'cus_1'"));
    TestStripe::SubscriptionSpec spec;
    spec.status = told.stripeStatus;
    spec.price = price;
    spec.interval =
        price.endsWith(QLatin1String("year")) ? QStringLiteral("year") : QStringLiteral("month");
    spec.periodStart = began.toSecsSinceEpoch();
    spec.periodEnd = ends.toSecsSinceEpoch();
    spec.fields = told.fields;
    if (isEnding) {
        spec.fields.insert(QStringLiteral("cancel_at"), ends.toSecsSinceEpoch());
        spec.fields.insert(QStringLiteral("cancel_at_period_end"), true);
    }
    stripe.put(subscriptionPath, TestStripe::subscription(spec));
}

} // namespace Orion
