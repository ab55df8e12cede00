#pragma once

#include "services/database/advisorylock.h"
#include "services/stripe/client/stripeclient.h"
#include "tests/integration/crash/stripeproxy.h"
#include "tests/support/companionprocess.h"
#include "tests/support/rawclient.h"
#include "tests/support/sandboxprocess.h"
#include "tests/support/testdatabase.h"

#include <QJsonArray>

#include <future>

namespace Orion
{

// Where in the course of one operation the companion dies.
struct CrashPoint
{
    enum class Place
    {
        IntentWrite,      // in the transaction that writes what is intended
        BeforeForwarding, // it is written, Stripe has not heard of it
        BeforeAnswering,  // Stripe has done it, the companion does not know
        OutcomeWrite,     // in the transaction that records the outcome
    };

    Place place = Place::IntentWrite;
    QString kind; // of the operation: "checkout.create"
    QByteArray method = "POST";
    QString path; // of its call
};

// A real companion over a real database and a sandbox, with a proxy between it and the sandbox. A
// vendor "acme" with a local trial, and two tiers with prices at Stripe. Nothing in the product
// knows of the places where it is stopped: the proxy holds calls, triggers hold writes.
class CrashWorld
{
public:
    CrashWorld();
    ~CrashWorld();

    bool startCompanion();

    // Calls a route of the vendor's API, and lets the companion be killed at the point.
    void crashDuring(const CrashPoint &point, const QByteArray &route, const QByteArray &body);
    void killCompanion() { m_companion->kill(); }

    // Ends it by SIGTERM while a POST to the path waits for Stripe. Answers its exit code.
    int terminateDuring(const QString &path, const QByteArray &route, const QByteArray &body);

    // Whether it came so far; why not, otherwise.
    QString problem() const { return m_problem; }

    // Calls a route until it is neither busy nor in the way of what is being recovered.
    RawReply call(const QByteArray &route, const QByteArray &body);

    QByteArray metrics();

    // Until no operation is pending.
    bool waitUntilSettled();

    // Makes the vendor a subscriber of the tier at Stripe, and tells the companion by webhook.
    bool subscribe(const QString &tier);
    // Sends the sandbox's events to the companion that it has not had yet, and waits until the
    // vendor's subscription is of the tier.
    bool deliverEventsUntilTier(const QString &tier);

    QJsonArray list(const QString &path, const StripeForm &filter = {});
    QJsonObject get(const QString &path);
    QString subscriptionId() const { return m_subscriptionId; }
    QString priceOf(const QString &tier) const { return m_prices.value(tier); }
    QString value(const QString &sql) { return m_database.value(sql); }

private:
    QJsonObject post(const QString &path, const StripeForm &form);
    void makePrices();
    void makeVendor();
    void holdWrites(const CrashPoint &point);
    bool waitUntilAWriteWaits();
    bool waitUntil(const std::function<bool()> &condition);
    RawReply exchange(const QByteArray &route, const QByteArray &body);

    TestDatabase m_database;
    std::unique_ptr<Session> m_holder;
    SandboxProcess m_sandbox;
    std::unique_ptr<StripeProxy> m_proxy;
    std::unique_ptr<StripeClient> m_stripe; // straight to the sandbox
    std::unique_ptr<CompanionProcess> m_companion;
    QHash<QString, QString> m_prices; // by tier
    QString m_subscriptionId;
    QStringList m_delivered;
    QString m_problem;
};

} // namespace Orion
