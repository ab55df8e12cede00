#include "tests/unit/sandbox/sandboxfixture.h"

#include "app/sandbox/resources/resources.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Orion
{

using namespace Qt::StringLiterals;

SandboxFixture::SandboxFixture()
    : clock(QDateTime(QDate(2026, 1, 31), QTime(12, 0), Qt::UTC))
    , state(clock, Sandbox::Identifiers(7))
    , api(state)
{
    state.setPublicUrl(u"http://sandbox.test"_s);
    Sandbox::addResources(api);
}

Http::Response SandboxFixture::call(const QByteArray &method, const QByteArray &target,
                                    const QByteArray &body, const Headers &headers)
{
    Http::Request request;
    request.method = method;
    request.target = target;
    request.path = QString::fromUtf8(target.split('?').first());
    request.body = body;
    request.headers = headers;
    if (!headers.contains("authorization"))
        request.headers.insert("authorization", "Bearer sk_test_1");
    return api.handle(request);
}

QJsonObject SandboxFixture::post(const QByteArray &target, const QByteArray &body)
{
    return QJsonDocument::fromJson(call("POST", target, body).body).object();
}

QJsonObject SandboxFixture::get(const QByteArray &target)
{
    return QJsonDocument::fromJson(call("GET", target).body).object();
}

QString SandboxFixture::customer(const QByteArray &card)
{
    const QString id = text(post("/v1/customers", "email=a@b.test&name=A"), "id");
    const QJsonObject method =
        post("/v1/payment_methods/" + card + "/attach", "customer=" + id.toLatin1());
    post("/v1/customers/" + id.toLatin1(),
         "invoice_settings[default_payment_method]=" + text(method, "id").toLatin1());
    return id;
}

QString SandboxFixture::price(int amount, const QByteArray &interval)
{
    const QString product = text(post("/v1/products", "name=Professional"), "id");
    return text(post("/v1/prices", "currency=eur&unit_amount=" + QByteArray::number(amount) +
                                       "&product=" + product.toLatin1() +
                                       "&recurring[interval]=" + interval),
                "id");
}

QJsonObject SandboxFixture::subscribe(const QString &price, const QByteArray &more)
{
    return post("/v1/subscriptions", "customer=" + customer().toLatin1() +
                                         "&items[0][price]=" + price.toLatin1() + more);
}

QStringList SandboxFixture::eventTypes()
{
    QStringList types;
    for (const QJsonObject &event : state.select(Sandbox::Kind::Event))
        types.prepend(text(event, "type"));
    return types;
}

QJsonObject SandboxFixture::lastEvent(const QString &type)
{
    const auto events = state.select(Sandbox::Kind::Event, [&](const QJsonObject &event) {
        return text(event, "type") == type;
    });
    return events.empty() ? QJsonObject() : events.front();
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

qint64 number(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toInteger(-1);
}

QString errorCode(const QJsonObject &answer)
{
    return text(answer.value("error"_L1).toObject(), "code");
}

QJsonObject firstItem(const QJsonObject &subscription)
{
    return subscription.value("items"_L1).toObject().value("data"_L1).toArray().first().toObject();
}

} // namespace Orion
