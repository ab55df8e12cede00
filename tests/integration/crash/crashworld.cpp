#include "tests/integration/crash/crashworld.h"

#include "services/stripe/client/paging.h"
#include "services/stripe/signature.h"
#include "tests/support/testtokens.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

namespace Orion
{

namespace
{

const QByteArray webhookSecret = QByteArrayLiteral("whsec_of_the_crash_tests");

// Whoever writes waits while the test holds the lock of this number.
constexpr int gate = 471147;

const QString gateSql = QStringLiteral(R"(
create function billing.wait_at_gate() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(471147);
    return new;
end $$)");

Configuration towards(const QUrl &base)
{
    Configuration configuration;
    configuration.stripeSecretKey = Secret("sk_test_crash");
    configuration.stripeApiBase = base;
    configuration.stripeRateLimit = 0;
    return configuration;
}

} // namespace

CrashWorld::CrashWorld()
    : m_holder(m_database.open())
{
    if (!m_sandbox.start())
        qFatal("The sandbox does not start: %s", m_sandbox.errorOutput().constData());
    m_proxy = std::make_unique<StripeProxy>(m_sandbox.url());
    m_stripe = std::make_unique<StripeClient>(towards(m_sandbox.url()));
    m_companion = std::make_unique<CompanionProcess>(ProcessEnvironment{
        {QStringLiteral("DATABASE_URL"), m_database.conninfo(QStringLiteral("orion_companion"))},
        {QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("sk_test_crash")},
        {QStringLiteral("STRIPE_API_BASE"), m_proxy->url().toString()},
        {QStringLiteral("STRIPE_RATE_LIMIT"), QStringLiteral("0")},
        {QStringLiteral("STRIPE_WEBHOOK_SECRET"), QString::fromLatin1(webhookSecret)},
        {QStringLiteral("ORION_JWT_SECRET"), QString::fromLatin1(testTokenSecret)}});
    makePrices();
    makeVendor();
}

CrashWorld::~CrashWorld() = default;

void CrashWorld::makePrices()
{
    for (const QString &tier : {QStringLiteral("essential"), QStringLiteral("professional")}) {
        const qint64 amount =
            value(QStringLiteral("select price_monthly_cents from billing.subscription_tiers "
                                 "where code = '%1'")
                      .arg(tier))
                .toLongLong();
        const QString product =
            post(QStringLiteral("/v1/products"), StripeForm().add(QStringLiteral("name"), tier))
                .value(QLatin1String("id"))
                .toString();
        const QString price =
            post(QStringLiteral("/v1/prices"),
                 StripeForm()
                     .add(QStringLiteral("product"), product)
                     .add(QStringLiteral("currency"), QStringLiteral("eur"))
                     .add(QStringLiteral("unit_amount"), amount)
                     .add(QStringLiteral("tax_behavior"), QStringLiteral("exclusive"))
                     .add(QStringLiteral("recurring[interval]"), QStringLiteral("month")))
                .value(QLatin1String("id"))
                .toString();
        m_prices.insert(tier, price);
        const auto kept = m_database.session().execute(
            QStringLiteral("with tier as (update billing.subscription_tiers set"
                           " stripe_product_id = ?, stripe_price_monthly_id = ? where code = ?"
                           " returning id, price_monthly_cents)"
                           " insert into billing.tier_prices (stripe_price_id, tier_id, interval,"
                           " amount_cents, currency) select ?, id, 'month', price_monthly_cents,"
                           " 'eur' from tier"),
            {product, price, tier, price});
        if (!kept)
            qFatal("%s", qPrintable(kept.error().detail));
    }
}

void CrashWorld::makeVendor()
{
    const auto made = m_database.session().execute(
        QStringLiteral("with vendor as (insert into billing.vendors (vendor_code, name, email)"
                       " values ('acme', 'Acme', 'acme@shop.example') returning id)"
                       " insert into billing.vendor_subscriptions (vendor_id, tier_id, status,"
                       " period_start, trial_ends_at) select vendor.id, tier.id, 'trial', now(),"
                       " now() + interval '20 days' from vendor, billing.subscription_tiers tier"
                       " where tier.code = 'essential'"));
    const auto gated = m_database.session().script(gateSql);
    if (!made || !gated)
        qFatal("The vendor could not be made.");
}

bool CrashWorld::startCompanion()
{
    if (m_companion->start())
        return true;
    m_problem = QString::fromUtf8(m_companion->errorOutput());
    return false;
}

// The trigger is on the database of this test alone.
void CrashWorld::holdWrites(const CrashPoint &point)
{
    const bool isIntent = point.place == CrashPoint::Place::IntentWrite;
    const QString when =
        isIntent ? QStringLiteral("before insert on billing.stripe_operations for each row "
                                  "when (new.kind = '%1')")
                       .arg(point.kind)
                 : QStringLiteral("before update on billing.stripe_operations for each row "
                                  "when (new.kind = '%1' and new.state = 'succeeded')")
                       .arg(point.kind);
    const auto held = m_holder->script(
        QStringLiteral("create trigger gate %1 execute function billing.wait_at_gate();"
                       "select pg_advisory_lock(%2)")
            .arg(when)
            .arg(gate));
    if (!held)
        m_problem = held.error().detail;
}

bool CrashWorld::waitUntil(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, 30'000);
}

bool CrashWorld::waitUntilAWriteWaits()
{
    return waitUntil([this] {
        return value(QStringLiteral("select count(*) from pg_locks l"
                                    " join pg_database d on d.oid = l.database"
                                    " where datname = current_database() and not granted"
                                    " and locktype = 'advisory' and objid = %1")
                         .arg(gate)) != QLatin1String("0");
    });
}

void CrashWorld::crashDuring(const CrashPoint &point, const QByteArray &route,
                             const QByteArray &body)
{
    const bool atGate = point.place == CrashPoint::Place::IntentWrite ||
                        point.place == CrashPoint::Place::OutcomeWrite;
    if (atGate)
        holdWrites(point);
    else
        m_proxy->stopAt(point.place == CrashPoint::Place::BeforeForwarding
                            ? StripeProxy::Place::BeforeForwarding
                            : StripeProxy::Place::BeforeAnswering,
                        point.method, point.path);
    auto reply = std::async(std::launch::async, [&] { return exchange(route, body); });
    const bool stopped = atGate ? waitUntilAWriteWaits() : m_proxy->waitUntilStopped();
    m_companion->kill();
    const RawReply answered = reply.get();
    if (!stopped || answered.status != 0)
        m_problem = QStringLiteral("It did not come so far: HTTP %1 %2\n%3")
                        .arg(answered.status)
                        .arg(QString::fromUtf8(answered.body),
                             QString::fromUtf8(m_companion->errorOutput()));
    m_proxy->drop();
    if (atGate) {
        const auto opened =
            m_holder->script(QStringLiteral("select pg_advisory_unlock(%1);"
                                            "drop trigger gate on billing.stripe_operations")
                                 .arg(gate));
        if (!opened)
            m_problem = opened.error().detail;
    }
}

int CrashWorld::terminateDuring(const QString &path, const QByteArray &route,
                                const QByteArray &body)
{
    m_proxy->stopAt(StripeProxy::Place::BeforeAnswering, "POST", path);
    auto reply = std::async(std::launch::async, [&] { return exchange(route, body); });
    const bool stopped = m_proxy->waitUntilStopped();
    // The client repeats a call that is silent for as long as the drain takes: not answered either.
    m_proxy->stopAt(StripeProxy::Place::BeforeForwarding, "POST", path);
    const int code = m_companion->terminate();
    (void)reply.get();
    m_proxy->drop();
    return stopped ? code : -1;
}

RawReply CrashWorld::exchange(const QByteArray &route, const QByteArray &body)
{
    RawClient client(quint16(m_companion->url().port()));
    client.send("POST /api/v1/vendor/billing/" + route + " HTTP/1.1\r\nHost: test\r\n" +
                authorization(QStringLiteral("acme")) +
                "Content-Type: application/json\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body);
    return client.reply().value_or(RawReply{});
}

QByteArray CrashWorld::metrics()
{
    RawClient client(quint16(m_companion->url().port()));
    client.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
    return client.reply().value_or(RawReply{}).body;
}

RawReply CrashWorld::call(const QByteArray &route, const QByteArray &body)
{
    RawReply reply;
    (void)waitUntil([&] {
        reply = exchange(route, body);
        return reply.status != 409 && reply.status != 503;
    });
    return reply;
}

bool CrashWorld::waitUntilSettled()
{
    return waitUntil([this] {
        return value(QStringLiteral("select count(*) from billing.stripe_operations"
                                    " where state = 'pending'")) == QLatin1String("0");
    });
}

bool CrashWorld::subscribe(const QString &tier)
{
    const QString customer =
        post(QStringLiteral("/v1/customers"),
             StripeForm()
                 .add(QStringLiteral("email"), QStringLiteral("acme@shop.example"))
                 .add(QStringLiteral("metadata[vendor_code]"), QStringLiteral("acme"))
                 .add(QStringLiteral("payment_method"), QStringLiteral("pm_card_visa"))
                 .add(QStringLiteral("invoice_settings[default_payment_method]"),
                      QStringLiteral("pm_card_visa")))
            .value(QLatin1String("id"))
            .toString();
    m_subscriptionId =
        post(QStringLiteral("/v1/subscriptions"),
             StripeForm()
                 .add(QStringLiteral("customer"), customer)
                 .add(QStringLiteral("items[0][price]"), priceOf(tier))
                 .add(QStringLiteral("metadata[vendor_code]"), QStringLiteral("acme"))
                 .add(QStringLiteral("metadata[kind]"), QStringLiteral("base")))
            .value(QLatin1String("id"))
            .toString();
    return deliverEventsUntilTier(tier);
}

bool CrashWorld::deliverEventsUntilTier(const QString &tier)
{
    const QString sql = QStringLiteral("select count(*) from billing.vendor_subscriptions s"
                                       " join billing.subscription_tiers t on t.id = s.tier_id"
                                       " where s.status = 'active' and t.code = '%1'"
                                       " and not exists (select from billing.stripe_webhook_events"
                                       "                 where status = 'received')")
                            .arg(tier);
    return waitUntil([&] {
        const QJsonArray events = list(QStringLiteral("/v1/events"));
        for (qsizetype i = events.size() - 1; i >= 0; --i) { // the oldest first
            const QJsonObject event = events.at(i).toObject();
            const QString id = event.value(QLatin1String("id")).toString();
            if (m_delivered.contains(id))
                continue;
            const QByteArray body = QJsonDocument(event).toJson(QJsonDocument::Compact);
            RawClient client(quint16(m_companion->url().port()));
            client.send("POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: test\r\n"
                        "Content-Type: application/json\r\nStripe-Signature: " +
                        signPayload(body, webhookSecret, QDateTime::currentDateTimeUtc()) +
                        "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                        body);
            if (client.reply().value_or(RawReply{}).status == 200)
                m_delivered.append(id);
        }
        return value(sql) == QLatin1String("1");
    });
}

QJsonArray CrashWorld::list(const QString &path, const StripeForm &filter)
{
    StripeCall call;
    call.path = path;
    call.parameters = filter;
    QJsonArray found;
    const auto walked = forEachStripeObject(*m_stripe, call, [&](const QJsonObject &object) {
        found.append(object);
        return true;
    });
    if (!walked)
        m_problem = toError(walked.error()).detail;
    return found;
}

QJsonObject CrashWorld::get(const QString &path)
{
    StripeCall call;
    call.path = path;
    const auto answer = m_stripe->call(call);
    if (!answer)
        m_problem = toError(answer.error()).detail;
    return answer ? answer->object : QJsonObject();
}

QJsonObject CrashWorld::post(const QString &path, const StripeForm &form)
{
    StripeCall call;
    call.method = "POST";
    call.path = path;
    call.parameters = form;
    const auto answer = m_stripe->call(call);
    if (!answer)
        qFatal("%s: %s", qPrintable(path), qPrintable(toError(answer.error()).detail));
    return answer->object;
}

} // namespace Orion
