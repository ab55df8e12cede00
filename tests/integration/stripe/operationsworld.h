#pragma once

#include "services/stripe/operations/stripeoperations.h"
#include "tests/support/manualclock.h"
#include "tests/support/scriptedstripe.h"
#include "tests/support/testdatabase.h"

#include <atomic>

namespace Orion
{

// A database with one vendor, a scripted Stripe, and operations whose effect is that the vendor
// gets the customer that was created. The services work in the companion's role.
class OperationsWorld
{
public:
    OperationsWorld();

    ManualClock clock;
    ScriptedStripe stripe;

    const StripeOperations &operations() const { return *m_operations; }
    Session &session() { return *m_session; }
    std::unique_ptr<Session> open() const; // another companion's

    qint64 vendorId() const { return m_vendorId; }
    QString customerOfVendor();
    int effects() const { return m_effects; } // how often one ran to its end
    QJsonObject lastContext() const { return m_lastContext; }
    void failEffects(bool fail) { m_failEffects = fail; }

    OperationPlan createCustomer(bool ofVendor = true) const;
    OperationPlan cancelNow() const;
    static StripeAnswer customer(); // cus_1, without metadata

    // An operation whose runner got no answer.
    void orphan(bool ofVendor = true);
    void orphan(const OperationPlan &plan);

    // Of the latest operation.
    QStringList row(const QString &columns);
    QString value(const QString &expression);

private:
    Result<void> linkCustomer(Session &session, const StripeOperation &operation,
                              const QJsonObject &answer);

    TestDatabase m_database;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<StripeOperations> m_operations;
    qint64 m_vendorId = 0;
    std::atomic<int> m_effects = 0;
    std::atomic<bool> m_failEffects = false;
    QJsonObject m_lastContext;
    std::mutex m_mutex;
};

} // namespace Orion
