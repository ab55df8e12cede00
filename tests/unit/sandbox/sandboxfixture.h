#pragma once

#include "app/http/message.h"
#include "app/sandbox/api/api.h"
#include "app/sandbox/state/state.h"
#include "tests/support/manualclock.h"

namespace Orion
{

// A sandbox without a server, at a fixed time, with calls as a client would make them.
class SandboxFixture
{
public:
    SandboxFixture();

    using Headers = QHash<QByteArray, QByteArray>;
    Http::Response call(const QByteArray &method, const QByteArray &target,
                        const QByteArray &body = {}, const Headers &headers = {});

    // The answer's object, whatever its status.
    QJsonObject post(const QByteArray &target, const QByteArray &body = {});
    QJsonObject get(const QByteArray &target);

    // A customer with a card, a product, and a price of it: €99.00 a month unless said otherwise.
    QString customer(const QByteArray &card = "pm_card_visa");
    QString price(int amount = 9900, const QByteArray &interval = "month");
    // An active subscription of a new customer to the price.
    QJsonObject subscribe(const QString &price, const QByteArray &more = {});

    // The types of all events, oldest first, and the newest event of a type.
    QStringList eventTypes();
    QJsonObject lastEvent(const QString &type);

    ManualClock clock;
    Sandbox::State state;
    Sandbox::Api api;
};

QString text(const QJsonObject &object, const char *name);
qint64 number(const QJsonObject &object, const char *name);
QString errorCode(const QJsonObject &answer);
QJsonObject firstItem(const QJsonObject &subscription);

} // namespace Orion
