#include "tests/integration/companion/companionclient.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "services/stripe/signature.h"
#include "tests/support/testdatabase.h"

namespace Orion
{

CompanionClient::CompanionClient(const QUrl &companion)
    : m_client(quint16(companion.port()))
{}

RawReply CompanionClient::get(const QByteArray &path)
{
    return exchange("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
}

RawReply CompanionClient::post(const QByteArray &body, const QByteArray &signature)
{
    QByteArray request = "POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: test\r\n"
                         "Content-Type: application/json\r\nContent-Length: " +
                         QByteArray::number(body.size()) + "\r\n";
    if (!signature.isNull())
        request += "Stripe-Signature: " + signature + "\r\n";
    return exchange(request + "\r\n" + body);
}

RawReply CompanionClient::postSigned(const QByteArray &body)
{
    return post(body, signPayload(body, testSecret, QDateTime::currentDateTimeUtc()));
}

RawReply CompanionClient::call(const QByteArray &method, const QByteArray &path,
                               const QByteArray &headerLines, const QByteArray &body)
{
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: test\r\n" + headerLines;
    if (!body.isNull())
        request +=
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
            "\r\n";
    return exchange(request + "\r\n" + body);
}

RawReply CompanionClient::exchange(const QByteArray &request)
{
    // What was sent may be answered although the rest of it was not wanted.
    m_client.send(request);
    return m_client.reply().value_or(RawReply{});
}

QByteArray subscriptionEvent(const QString &eventId, const QString &vendor, bool livemode)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QJsonObject price{{QStringLiteral("id"), QStringLiteral("price_test_month")},
                            {QStringLiteral("object"), QStringLiteral("price")},
                            {QStringLiteral("unit_amount"), 4900},
                            {QStringLiteral("currency"), QStringLiteral("eur")},
                            {QStringLiteral("recurring"),
                             QJsonObject{{QStringLiteral("interval"), QStringLiteral("month")},
                                         {QStringLiteral("interval_count"), 1}}}};
    const QJsonObject item{{QStringLiteral("id"), QString(QStringLiteral("si_") + vendor)},
                           {QStringLiteral("object"), QStringLiteral("subscription_item")},
                           {QStringLiteral("quantity"), 1},
                           {QStringLiteral("current_period_start"), now},
                           {QStringLiteral("current_period_end"), now + 30 * 86400},
                           {QStringLiteral("price"), price}};
    const QJsonObject subscription{
        {QStringLiteral("id"), QString(QStringLiteral("sub_") + vendor)},
        {QStringLiteral("object"), QStringLiteral("subscription")},
        {QStringLiteral("customer"), QString(QStringLiteral("cus_") + vendor)},
        {QStringLiteral("status"), QStringLiteral("active")},
        {QStringLiteral("created"), now},
        {QStringLiteral("livemode"), livemode},
        {QStringLiteral("currency"), QStringLiteral("eur")},
        {QStringLiteral("cancel_at_period_end"), false},
        {QStringLiteral("default_payment_method"), QStringLiteral("pm_1")},
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("kind"), QStringLiteral("base")},
                                                 {QStringLiteral("vendor_code"), vendor}}},
        {QStringLiteral("items"), QJsonObject{{QStringLiteral("object"), QStringLiteral("list")},
                                              {QStringLiteral("data"), QJsonArray{item}}}}};
    const QJsonObject event{
        {QStringLiteral("id"), eventId},
        {QStringLiteral("object"), QStringLiteral("event")},
        {QStringLiteral("api_version"), QStringLiteral("2026-10-28.endive")},
        {QStringLiteral("created"), now},
        {QStringLiteral("livemode"), livemode},
        {QStringLiteral("type"), QStringLiteral("customer.subscription.created")},
        {QStringLiteral("data"), QJsonObject{{QStringLiteral("object"), subscription}}}};
    return QJsonDocument(event).toJson(QJsonDocument::Compact);
}

void addVendor(TestDatabase &database, const QString &vendor)
{
    const auto added = database.session().execute(
        QStringLiteral("insert into billing.vendors (vendor_code, name, email) values (?, ?, ?)"),
        {vendor, vendor, QString(vendor + QStringLiteral("@example.com"))});
    const auto priced = database.session().execute(
        QStringLiteral("insert into billing.tier_prices (stripe_price_id, tier_id, interval, "
                       "amount_cents, currency) select 'price_test_month', id, 'month', 4900, "
                       "'eur' from billing.subscription_tiers where code = 'essential' "
                       "on conflict do nothing"));
    if (!added || !priced)
        qFatal("the vendor could not be added");
}

ProcessEnvironment companionEnvironment(const TestDatabase &database, const QString &role)
{
    return {{QStringLiteral("DATABASE_URL"), database.conninfo(role)},
            {QStringLiteral("STRIPE_WEBHOOK_SECRET"), QString::fromLatin1(testSecret)}};
}

QString jsonText(const RawReply &reply, const QString &member)
{
    return QJsonDocument::fromJson(reply.body).object().value(member).toString();
}

} // namespace Orion
