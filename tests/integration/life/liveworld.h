#pragma once

#include "tests/support/companionprocess.h"
#include "tests/support/sandboxprocess.h"
#include "tests/support/testdatabase.h"

#include <QJsonObject>
#include <QNetworkAccessManager>

namespace Orion
{

struct JsonReply
{
    int status = 0; // 0: no answer
    QJsonObject body;
    QByteArray text;

    QString text_(const char *member) const; // of the body
    QString code() const { return text_("code"); }
};

// The real companion, the real sandbox with its webhooks, and a database in which the vendor ACME
// is in its trial. Tiers have the sandbox's prices. Lives on one thread.
class LiveWorld
{
public:
    LiveWorld();

    // The API of the companion, as ACME or as an admin.
    JsonReply get(const QString &resource);
    JsonReply post(const QString &resource, const QJsonObject &body = {});
    JsonReply send(const QByteArray &method, const QString &resource, const QJsonObject &body = {});
    JsonReply postAsAdmin(const QString &path, const QJsonObject &body = {});

    // Stripe's API, as somebody in the dashboard would use it.
    JsonReply stripeGet(const QString &path);
    JsonReply stripePost(const QString &path, const QUrlQuery &form);
    JsonReply stripeDelete(const QString &path);

    // Presses a button of a hosted page; gives the status: 303 when it went through.
    int press(const QString &url, const QUrlQuery &form);

    QString value(const QString &sql, const QVariantList &arguments = {});
    // "active professional monthly": ACME's subscription as the webhooks told it.
    QString standing();
    QString stripeId(); // of the live subscription

    TestDatabase &database() { return m_database; }
    CompanionProcess &companion() { return *m_companion; }

private:
    JsonReply exchange(const QByteArray &method, const QUrl &url, const QByteArray &authorization,
                       const QByteArray &type, const QByteArray &body);
    void makePrices();

    TestDatabase m_database;
    QNetworkAccessManager m_network;
    std::unique_ptr<CompanionProcess> m_companion;
    SandboxProcess m_sandbox;
};

} // namespace Orion
