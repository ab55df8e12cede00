#include "tests/integration/life/liveworld.h"

#include "tests/support/testtokens.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QTcpServer>
#include <QUrlQuery>

namespace Orion
{

namespace
{

const QByteArray webhookSecret = QByteArrayLiteral("whsec_of_the_lives_of_subscriptions");
const QByteArray stripeKey = QByteArrayLiteral("sk_test_of_the_tests");

quint16 freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    return server.serverPort();
}

QByteArray bearer(const QString &vendorCode)
{
    return authorization(vendorCode).trimmed().mid(int(qstrlen("Authorization: ")));
}

} // namespace

QString JsonReply::text_(const char *member) const
{
    return body.value(QLatin1String(member)).toString();
}

LiveWorld::LiveWorld()
{
    const quint16 port = freePort();
    m_companion = std::make_unique<CompanionProcess>(ProcessEnvironment{
        {QStringLiteral("DATABASE_URL"), m_database.conninfo(QStringLiteral("orion_companion"))},
        {QStringLiteral("STRIPE_API_BASE"), QStringLiteral("http://127.0.0.1:%1").arg(port)},
        {QStringLiteral("STRIPE_SECRET_KEY"), QString::fromLatin1(stripeKey)},
        {QStringLiteral("STRIPE_WEBHOOK_SECRET"), QString::fromLatin1(webhookSecret)},
        {QStringLiteral("STRIPE_RATE_LIMIT"), QStringLiteral("1000")},
        {QStringLiteral("ORION_JWT_SECRET"), QString::fromLatin1(testTokenSecret)}});
    if (!m_companion->start())
        qFatal("%s", m_companion->errorOutput().constData());
    const QUrl webhook = m_companion->url(QStringLiteral("/api/v1/webhooks/stripe"));
    if (!m_sandbox.start({QStringLiteral("--port"), QString::number(port),
                          QStringLiteral("--webhook-url"), webhook.toString(),
                          QStringLiteral("--webhook-secret"), QString::fromLatin1(webhookSecret)}))
        qFatal("%s", m_sandbox.errorOutput().constData());
    makePrices();
    value(QStringLiteral(
        "with vendor as (insert into billing.vendors (vendor_code, name, email) "
        "values ('ACME', 'Acme', 'post@acme.example') returning id) "
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, period_start, "
        "period_end, trial_ends_at) "
        "select v.id, t.id, 'trial', now(), now() + interval '30 days', now() + interval '30 days' "
        "from vendor v, billing.subscription_tiers t where t.code = 'essential' returning id"));
}

void LiveWorld::makePrices()
{
    struct Price
    {
        const char *tier;
        const char *interval;
        int amount;
    };
    for (const Price &price :
         {Price{"essential", "month", 4900}, Price{"essential", "year", 49000},
          Price{"professional", "month", 9900}, Price{"professional", "year", 99000},
          Price{"business", "month", 19900}})
    {
        const QString tier = QString::fromLatin1(price.tier);
        const QString interval = QString::fromLatin1(price.interval);
        const JsonReply product =
            stripePost(QStringLiteral("/v1/products"), {{QStringLiteral("name"), tier}});
        const JsonReply made =
            stripePost(QStringLiteral("/v1/prices"),
                       {{QStringLiteral("product"), product.text_("id")},
                        {QStringLiteral("currency"), QStringLiteral("eur")},
                        {QStringLiteral("unit_amount"), QString::number(price.amount)},
                        {QStringLiteral("recurring[interval]"), interval},
                        {QStringLiteral("tax_behavior"), QStringLiteral("exclusive")}});
        const bool isYear = interval == QLatin1String("year");
        value(isYear ? QStringLiteral("update billing.subscription_tiers set "
                                      "stripe_price_annual_id = ? where code = ? returning id")
                     : QStringLiteral("update billing.subscription_tiers set "
                                      "stripe_price_monthly_id = ? where code = ? returning id"),
              {made.text_("id"), tier});
        value(QStringLiteral("insert into billing.tier_prices (stripe_price_id, tier_id, interval, "
                             "amount_cents, currency) select ?, id, ?, ?, 'eur' "
                             "from billing.subscription_tiers where code = ? returning tier_id"),
              {made.text_("id"), interval, price.amount, tier});
    }
}

JsonReply LiveWorld::exchange(const QByteArray &method, const QUrl &url,
                              const QByteArray &credentials, const QByteArray &type,
                              const QByteArray &body)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(30'000);
    if (!credentials.isEmpty())
        request.setRawHeader("Authorization", credentials);
    if (method != "GET")
        request.setHeader(QNetworkRequest::ContentTypeHeader, type);
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    JsonReply answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.text = reply->readAll();
    answer.body = QJsonDocument::fromJson(answer.text).object();
    reply->deleteLater();
    return answer;
}

JsonReply LiveWorld::send(const QByteArray &method, const QString &resource,
                          const QJsonObject &body)
{
    QUrl url = m_companion->url();
    const QString path = resource.section(u'?', 0, 0);
    url.setPath(QStringLiteral("/api/v1/vendor/billing/") + path);
    url.setQuery(resource.section(u'?', 1));
    return exchange(method, url, bearer(QStringLiteral("ACME")), "application/json",
                    body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson());
}

JsonReply LiveWorld::get(const QString &resource)
{
    return send("GET", resource);
}

JsonReply LiveWorld::post(const QString &resource, const QJsonObject &body)
{
    return exchange("POST", m_companion->url(QStringLiteral("/api/v1/vendor/billing/") + resource),
                    bearer(QStringLiteral("ACME")), "application/json",
                    QJsonDocument(body).toJson());
}

JsonReply LiveWorld::postAsAdmin(const QString &path, const QJsonObject &body)
{
    return exchange("POST", m_companion->url(QStringLiteral("/api/v1/admin/") + path), bearer({}),
                    "application/json", QJsonDocument(body).toJson());
}

JsonReply LiveWorld::stripeGet(const QString &path)
{
    return exchange("GET", QUrl(m_sandbox.url().toString() + path), "Bearer " + stripeKey, {}, {});
}

JsonReply LiveWorld::stripePost(const QString &path, const QUrlQuery &form)
{
    return exchange("POST", QUrl(m_sandbox.url().toString() + path), "Bearer " + stripeKey,
                    "application/x-www-form-urlencoded",
                    form.toString(QUrl::FullyEncoded).toUtf8());
}

JsonReply LiveWorld::stripeDelete(const QString &path)
{
    return exchange("DELETE", QUrl(m_sandbox.url().toString() + path), "Bearer " + stripeKey,
                    "application/x-www-form-urlencoded", {});
}

int LiveWorld::press(const QString &url, const QUrlQuery &form)
{
    return exchange("POST", QUrl(url), {}, "application/x-www-form-urlencoded",
                    form.toString(QUrl::FullyEncoded).toUtf8())
        .status;
}

QString LiveWorld::value(const QString &sql, const QVariantList &arguments)
{
    return m_database.value(sql, arguments);
}

QString LiveWorld::standing()
{
    return value(QStringLiteral(
        "select concat_ws(' ', s.status, t.code, case when s.is_annual then 'annual' else "
        "'monthly' "
        "end, case when s.cancel_at is not null then 'ending' end) "
        "from billing.vendor_subscriptions s join billing.subscription_tiers t on t.id = s.tier_id "
        "where s.is_current"));
}

QString LiveWorld::stripeId()
{
    return value(QStringLiteral("select stripe_subscription_id from billing.vendor_subscriptions "
                                "where is_current"));
}

} // namespace Orion
