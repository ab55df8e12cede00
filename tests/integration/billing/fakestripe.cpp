#include "tests/integration/billing/fakestripe.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion
{

namespace
{

tl::unexpected<StripeError> refuse(StripeErrorKind kind, int status, const QString &message)
{
    StripeError error;
    error.kind = kind;
    error.status = status;
    error.message = message;
    return tl::unexpected<StripeError>(error);
}

tl::unexpected<StripeError> noAnswer()
{
    return refuse(StripeErrorKind::Connection, 0, QStringLiteral("connection lost"));
}

QJsonObject metadataOf(const StripeCall &call)
{
    QJsonObject metadata;
    for (const auto &[name, value] : call.parameters.pairs()) {
        if (name.startsWith(QLatin1String("metadata[")))
            metadata.insert(name.mid(9).chopped(1), value);
    }
    return metadata;
}

void setPrice(QJsonObject &subscription, const QString &priceId)
{
    QJsonObject items = subscription.value(QLatin1String("items")).toObject();
    QJsonArray data = items.value(QLatin1String("data")).toArray();
    QJsonObject item = data.first().toObject();
    QJsonObject price = item.value(QLatin1String("price")).toObject();
    price.insert(QStringLiteral("id"), priceId);
    const bool isYear = priceId.endsWith(QLatin1String("year"));
    price.insert(QStringLiteral("recurring"),
                 QJsonObject{{QStringLiteral("interval"),
                              isYear ? QStringLiteral("year") : QStringLiteral("month")},
                             {QStringLiteral("interval_count"), 1}});
    item.insert(QStringLiteral("price"), price);
    data.replace(0, item);
    items.insert(QStringLiteral("data"), data);
    subscription.insert(QStringLiteral("items"), items);
}

} // namespace

QString sent(const StripeCall &call, const QString &name)
{
    for (const auto &[key, value] : call.parameters.pairs()) {
        if (key == name)
            return value.isNull() ? QStringLiteral("") : value;
    }
    return {};
}

void FakeStripe::put(const QString &path, const QJsonObject &object)
{
    const std::scoped_lock lock(m_mutex);
    m_objects.insert(path, object);
}

QJsonObject FakeStripe::get(const QString &path) const
{
    const std::scoped_lock lock(m_mutex);
    return m_objects.value(path);
}

void FakeStripe::set(const QString &path, const QString &field, const QJsonValue &value)
{
    const std::scoped_lock lock(m_mutex);
    m_objects[path].insert(field, value);
}

void FakeStripe::before(const QByteArray &method, const QString &pathStart,
                        std::function<void()> act)
{
    const std::scoped_lock lock(m_mutex);
    m_traps.push_back({method, pathStart, std::move(act), false, false});
}

void FakeStripe::lose(const QByteArray &method, const QString &pathStart, bool isDone)
{
    const std::scoped_lock lock(m_mutex);
    m_traps.push_back({method, pathStart, {}, true, isDone});
}

std::vector<StripeCall> FakeStripe::calls() const
{
    const std::scoped_lock lock(m_mutex);
    return m_calls;
}

QStringList FakeStripe::changes() const
{
    QStringList lines;
    for (const StripeCall &call : calls()) {
        if (call.method != "GET")
            lines.append(QString::fromLatin1(call.method) + u' ' + call.path);
    }
    return lines;
}

StripeCall FakeStripe::lastChange() const
{
    const std::vector<StripeCall> all = calls();
    const auto last = std::find_if(all.rbegin(), all.rend(),
                                   [](const StripeCall &call) { return call.method != "GET"; });
    return last == all.rend() ? StripeCall() : *last;
}

void FakeStripe::forgetCalls()
{
    const std::scoped_lock lock(m_mutex);
    m_calls.clear();
}

std::optional<FakeStripe::Trap> FakeStripe::takeTrap(const StripeCall &call)
{
    const std::scoped_lock lock(m_mutex);
    m_calls.push_back(call);
    const auto trap = std::find_if(m_traps.begin(), m_traps.end(), [&](const Trap &candidate) {
        return candidate.method == call.method && call.path.startsWith(candidate.pathStart);
    });
    if (trap == m_traps.end())
        return std::nullopt;
    const Trap taken = *trap;
    m_traps.erase(trap);
    return taken;
}

StripeResult<StripeAnswer> FakeStripe::call(const StripeCall &call)
{
    const auto trap = takeTrap(call);
    if (trap && trap->act)
        trap->act();
    if (trap && trap->loses && !trap->isDone)
        return noAnswer();
    const auto result = answer(call);
    if (trap && trap->loses)
        return noAnswer();
    return result;
}

StripeResult<StripeAnswer> FakeStripe::answer(const StripeCall &call)
{
    const std::scoped_lock lock(m_mutex);
    StripeAnswer answer;
    if (call.method == "GET") {
        if (!m_objects.contains(call.path))
            return refuse(StripeErrorKind::NotFound, 404, QStringLiteral("No such object"));
        answer.object = m_objects.value(call.path);
        return answer;
    }
    if (m_answers.contains(call.idempotencyKey)) {
        answer.object = m_answers.value(call.idempotencyKey);
        answer.replayed = true;
        return answer;
    }
    const auto changed = change(call);
    if (!changed)
        return tl::unexpected<StripeError>(changed.error());
    if (!call.idempotencyKey.isEmpty() && call.method == "POST")
        m_answers.insert(call.idempotencyKey, *changed);
    answer.object = *changed;
    return answer;
}

StripeResult<QJsonObject> FakeStripe::change(const StripeCall &call)
{
    const QString sessions = QStringLiteral("/v1/checkout/sessions");
    if (call.path == QLatin1String("/v1/customers"))
        return create(call.path, QStringLiteral("cus_made_"),
                      {{QStringLiteral("email"), sent(call, QStringLiteral("email"))},
                       {QStringLiteral("metadata"), metadataOf(call)}});
    if (call.path == sessions)
        return create(call.path, QStringLiteral("cs_"),
                      {{QStringLiteral("status"), QStringLiteral("open")},
                       {QStringLiteral("metadata"), metadataOf(call)}});
    if (call.path.endsWith(QLatin1String("/expire")))
        return expireSession(call.path.chopped(7));
    if (call.path == QLatin1String("/v1/billing_portal/sessions"))
        return create(call.path, QStringLiteral("bps_"), {});
    if (call.path == QLatin1String("/v1/invoices/create_preview"))
        return m_objects.value(call.path);
    if (call.method == "DELETE")
        return endSubscription(call);
    return updateSubscription(call);
}

QJsonObject FakeStripe::create(const QString &collection, const QString &prefix, QJsonObject object)
{
    const QString id = prefix + QString::number(m_nextId++);
    object.insert(QStringLiteral("id"), id);
    object.insert(QStringLiteral("url"), QString(QStringLiteral("https://pay.example/") + id));
    m_objects.insert(collection + u'/' + id, object);
    return object;
}

StripeResult<QJsonObject> FakeStripe::expireSession(const QString &path)
{
    if (m_objects.value(path).value(QLatin1String("status")) != QLatin1String("open"))
        return refuse(StripeErrorKind::InvalidRequest, 400, QStringLiteral("not open"));
    m_objects[path].insert(QStringLiteral("status"), QStringLiteral("expired"));
    return m_objects.value(path);
}

StripeResult<QJsonObject> FakeStripe::endSubscription(const StripeCall &call)
{
    QJsonObject &subscription = m_objects[call.path];
    if (subscription.value(QLatin1String("status")) == QLatin1String("canceled"))
        return refuse(StripeErrorKind::NotFound, 404, QStringLiteral("No such subscription"));
    subscription.insert(QStringLiteral("status"), QStringLiteral("canceled"));
    return subscription;
}

StripeResult<QJsonObject> FakeStripe::updateSubscription(const StripeCall &call)
{
    const QString path =
        call.path.endsWith(QLatin1String("/resume")) ? call.path.chopped(7) : call.path;
    if (!m_objects.contains(path))
        return refuse(StripeErrorKind::NotFound, 404, QStringLiteral("No such subscription"));
    QJsonObject &subscription = m_objects[path];
    for (const auto &[name, value] : call.parameters.pairs()) {
        if (name == QLatin1String("cancel_at_period_end"))
            subscription.insert(name, value == QLatin1String("true"));
        else if (name == QLatin1String("cancel_at"))
            subscription.insert(name, QJsonValue::Null);
        else if (name == QLatin1String("pause_collection"))
            subscription.insert(name, QJsonValue::Null);
        else if (name == QLatin1String("pause_collection[behavior]"))
            subscription.insert(QStringLiteral("pause_collection"),
                                QJsonObject{{QStringLiteral("behavior"), value}});
    }
    if (path != call.path)
        subscription.insert(QStringLiteral("status"), QStringLiteral("active"));
    const QString price = sent(call, QStringLiteral("items[0][price]"));
    const bool isHeldBack = cardDeclines && sent(call, QStringLiteral("payment_behavior")) ==
                                                QLatin1String("pending_if_incomplete");
    if (!price.isEmpty() && !isHeldBack)
        setPrice(subscription, price);
    if (isHeldBack) {
        QJsonObject answered = subscription;
        answered.insert(QStringLiteral("pending_update"),
                        QJsonObject{{QStringLiteral("expires_at"), 1790080000}});
        answered.insert(QStringLiteral("latest_invoice"),
                        QJsonObject{{QStringLiteral("hosted_invoice_url"),
                                     QStringLiteral("https://pay.example/in_1")}});
        return answered;
    }
    return subscription;
}

} // namespace Orion
