#include "tests/bench/load/eventfactory.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Orion::Bench
{

namespace
{

QJsonObject priceObject(const Subject &subject)
{
    return {{QStringLiteral("id"), QString::fromUtf8(subject.price)},
            {QStringLiteral("object"), QStringLiteral("price")},
            {QStringLiteral("active"), true},
            {QStringLiteral("currency"), QStringLiteral("eur")},
            {QStringLiteral("product"), QStringLiteral("prod_bench")},
            {QStringLiteral("recurring"),
             QJsonObject{{QStringLiteral("interval"), QStringLiteral("month")},
                         {QStringLiteral("interval_count"), 1},
                         {QStringLiteral("usage_type"), QStringLiteral("licensed")}}},
            {QStringLiteral("tax_behavior"), QStringLiteral("exclusive")},
            {QStringLiteral("type"), QStringLiteral("recurring")},
            {QStringLiteral("unit_amount"), 9900}};
}

QJsonObject itemObject(const Subject &subject, qint64 periodStart)
{
    return {{QStringLiteral("id"), QStringLiteral("si_") + QString::fromUtf8(subject.subscription)},
            {QStringLiteral("object"), QStringLiteral("subscription_item")},
            {QStringLiteral("created"), periodStart},
            {QStringLiteral("current_period_start"), periodStart},
            {QStringLiteral("current_period_end"), periodStart + 30 * 86400},
            {QStringLiteral("price"), priceObject(subject)},
            {QStringLiteral("quantity"), 1},
            {QStringLiteral("subscription"), QString::fromUtf8(subject.subscription)}};
}

QJsonObject subscriptionObject(const Subject &subject, const Moment &moment)
{
    const qint64 periodStart = moment.periodStart.toSecsSinceEpoch();
    return {{QStringLiteral("id"), QString::fromUtf8(subject.subscription)},
            {QStringLiteral("object"), QStringLiteral("subscription")},
            {QStringLiteral("billing_mode"),
             QJsonObject{{QStringLiteral("type"), QStringLiteral("flexible")}}},
            {QStringLiteral("cancel_at"), QJsonValue::Null},
            {QStringLiteral("cancel_at_period_end"), false},
            {QStringLiteral("canceled_at"), QJsonValue::Null},
            {QStringLiteral("collection_method"), QStringLiteral("charge_automatically")},
            {QStringLiteral("created"), periodStart - 90 * 86400},
            {QStringLiteral("currency"), QStringLiteral("eur")},
            {QStringLiteral("customer"), QString::fromUtf8(subject.customer)},
            {QStringLiteral("default_payment_method"), QStringLiteral("pm_bench")},
            {QStringLiteral("items"),
             QJsonObject{{QStringLiteral("object"), QStringLiteral("list")},
                         {QStringLiteral("data"), QJsonArray{itemObject(subject, periodStart)}},
                         {QStringLiteral("has_more"), false}}},
            {QStringLiteral("livemode"), false},
            {QStringLiteral("pause_collection"), QJsonValue::Null},
            {QStringLiteral("start_date"), periodStart - 90 * 86400},
            {QStringLiteral("status"), QString::fromUtf8(moment.status)},
            {QStringLiteral("trial_end"), QJsonValue::Null}};
}

} // namespace

QList<Subject> readSubjects(const QString &file)
{
    QList<Subject> subjects;
    QFile input(file);
    if (file.isEmpty() || !input.open(QIODevice::ReadOnly))
        return subjects;
    for (const QByteArray &line : input.readAll().split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        if (words.size() == 3)
            subjects.append({words[0], words[1], words[2]});
    }
    return subjects;
}

QByteArray subscriptionEvent(const QByteArray &id, const Subject &subject, const Moment &moment,
                             qsizetype bytes)
{
    QJsonObject subscription = subscriptionObject(subject, moment);
    QJsonObject event{{QStringLiteral("id"), QString::fromUtf8(id)},
                      {QStringLiteral("object"), QStringLiteral("event")},
                      {QStringLiteral("api_version"), QStringLiteral("2026-10-28.endive")},
                      {QStringLiteral("created"), moment.created.toSecsSinceEpoch()},
                      {QStringLiteral("livemode"), false},
                      {QStringLiteral("pending_webhooks"), 1},
                      {QStringLiteral("type"), QStringLiteral("customer.subscription.updated")}};
    const auto write = [&](qsizetype padding) {
        subscription.insert(
            QStringLiteral("metadata"),
            QJsonObject{{QStringLiteral("kind"), QStringLiteral("base")},
                        {QStringLiteral("note"), QString(padding, QLatin1Char('x'))}});
        event.insert(QStringLiteral("data"), QJsonObject{{QStringLiteral("object"), subscription}});
        return QJsonDocument(event).toJson(QJsonDocument::Compact);
    };
    const QByteArray bare = write(0);
    return bare.size() < bytes ? write(bytes - bare.size()) : bare;
}

} // namespace Orion::Bench
