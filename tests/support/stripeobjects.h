#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

// Stripe's objects as events carry them, in the shapes from before and since 2025-03-31. Only the
// fields that matter, in the places where each API version has them.
namespace Orion::TestStripe
{

enum class Shape
{
    Old,
    New
};

struct SubscriptionSpec
{
    QString id = QStringLiteral("sub_1");
    QString customer = QStringLiteral("cus_1");
    QString status = QStringLiteral("active");
    QString price = QStringLiteral("price_pro_month");
    qint64 amount = 9900;
    QString interval = QStringLiteral("month");
    qint64 created = 1790000000;
    qint64 periodStart = 1790000000;
    qint64 periodEnd = 1792592000;
    QJsonObject metadata = {};
    QJsonObject fields = {}; // set on the object as they stand here
};
QJsonObject subscription(const SubscriptionSpec &spec, Shape shape = Shape::New);

struct InvoiceSpec
{
    QString id = QStringLiteral("in_1");
    QString customer = QStringLiteral("cus_1");
    QString subscription = QStringLiteral("sub_1");
    QString status = QStringLiteral("paid");
    QString reason = QStringLiteral("subscription_cycle");
    qint64 total = 9900;
    qint64 attempts = 1;
    qint64 created = 1790000000;
    QString payment = QStringLiteral("pi_1");
    QJsonObject fields = {};
};
QJsonObject invoice(const InvoiceSpec &spec, Shape shape = Shape::New);

struct SessionSpec
{
    QString id = QStringLiteral("cs_1");
    QString customer = QStringLiteral("cus_1");
    QString subscription = QStringLiteral("sub_1");
    QString paymentStatus = QStringLiteral("paid");
    QString clientReference = {};
    QJsonObject metadata = {};
};
QJsonObject checkoutSession(const SessionSpec &spec);

struct EventSpec
{
    QString id;
    QString type;
    qint64 created = 1790000000;
    bool livemode = false;
    QString account = {};
};
QByteArray eventJson(const EventSpec &spec, const QJsonObject &object, Shape shape = Shape::New);

// The event of a subscription in short.
QByteArray subscriptionEvent(const QString &id, const QString &type, const SubscriptionSpec &spec,
                             qint64 created = 1790000000, Shape shape = Shape::New);

} // namespace Orion::TestStripe
