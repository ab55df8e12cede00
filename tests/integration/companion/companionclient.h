#pragma once

#include "tests/support/companionprocess.h"
#include "tests/support/rawclient.h"

#include <QDateTime>
#include <QJsonObject>

namespace Orion
{

class TestDatabase;

// The signing secret that the tests' companions are configured with.
inline const QByteArray testSecret = QByteArrayLiteral("whsec_testsecretofthecompanion");

// Speaks HTTP with one companion over one connection, as Stripe would.
class CompanionClient
{
public:
    explicit CompanionClient(const QUrl &companion);

    // Status 0 in the reply: the companion went away without an answer.
    RawReply get(const QByteArray &path);
    RawReply post(const QByteArray &body, const QByteArray &signature); // null: no header
    RawReply postSigned(const QByteArray &body);

    // A call of the API. The header lines end with a line end each; a body is sent as JSON.
    RawReply call(const QByteArray &method, const QByteArray &path, const QByteArray &headerLines,
                  const QByteArray &body = {});

private:
    RawReply exchange(const QByteArray &request);

    RawClient m_client;
};

// A customer.subscription.created event that makes `vendor` a paying subscriber: present API shape.
QByteArray subscriptionEvent(const QString &eventId, const QString &vendor, bool livemode = false);

// The vendors and the price that subscriptionEvent() speaks of.
void addVendor(TestDatabase &database, const QString &vendor);

// An environment in which a companion works on the database, with the test secret.
ProcessEnvironment companionEnvironment(const TestDatabase &database,
                                        const QString &role = QStringLiteral("orion_companion"));

// The member of a problem or other JSON body.
QString jsonText(const RawReply &reply, const QString &member);

} // namespace Orion
