#pragma once

#include "app/companion/api/apirouter.h"
#include "app/companion/changenotifier.h"
#include "app/companion/gaprecovery.h"
#include "app/companion/jobscheduler.h"
#include "app/companion/objectrefresh.h"
#include "app/companion/operationrecovery.h"
#include "app/companion/payloadmaintenance.h"
#include "app/companion/queuewatch.h"
#include "app/companion/readiness.h"
#include "app/companion/usagegroup.h"
#include "app/companion/webhookintake.h"
#include "app/companion/webhookworker.h"
#include "app/http/server.h"
#include "services/billing/addons/addonservice.h"
#include "services/billing/operations/billinglinks.h"
#include "services/billing/operations/billingservice.h"
#include "services/capacity/capacityservice.h"
#include "services/catalogue/accountguard.h"
#include "services/platform/configuration.h"
#include "services/stripe/client/stripeclient.h"

namespace Orion
{

// The parts of a running companion and the order in which they start and end. Made, started and
// stopped on one thread.
class CompanionServer
{
public:
    // Starts the threads, which connect by themselves: the database may be away.
    CompanionServer(const ConnectionSettings &database, const Configuration &configuration,
                    Migrator migrator, TokenVerifier tokens, const Clock &clock);
    ~CompanionServer(); // as stop()

    CompanionServer(const CompanionServer &) = delete;
    CompanionServer &operator=(const CompanionServer &) = delete;

    // Whether the Stripe key is of the account that the database belongs to. Errors:
    // ConfigurationInvalid when it is of another one. Whatever else keeps it from being told is
    // asked about again at the first call of Stripe, before which nothing goes there.
    Result<void> checkKey();

    // Accepts requests from now on. Returns the port.
    Result<quint16> listen(const ListenAddress &address, const Http::TlsFiles &tls);

    // Accepts no more, stores and answers what was accepted, finishes the running batch. Calls of
    // Stripe that are still waiting then end without an answer; the next companion finishes what
    // they were for. Bounded by the deadlines of the server and of the database connections.
    // Idempotent.
    void stop();

    // What it answers; complete from the start.
    const Http::Router &router() const { return m_router; }

private:
    Metrics m_metrics;
    StripeClient m_stripe;
    AccountGuard m_guard;
    const StripeOperations m_operations;
    const QUrl m_publicUrl; // as configured, or empty
    BillingLinks m_links;
    const BillingService m_billing;
    DnsAvailability m_domains;
    const AddonService m_addons;
    ChangeNotifier m_notifier;
    RightOfWay m_way; // of the intake before the worker
    WebhookWorker m_worker;
    QueueWatch m_queueWatch;
    WebhookIntake m_intake;
    Readiness m_readiness;
    const TokenVerifier m_tokens;
    OperationRecovery m_recovery;
    ObjectRefresh m_refresh;
    GapRecovery m_gaps;
    PayloadMaintenance m_payloads;
    JobScheduler m_jobs;
    CapacityService m_capacity;
    SessionPool m_databaseWorkers;
    SessionPool m_stripeWorkers;
    UsageGroup m_usage; // hands back to the workers, so it is stopped before them
    SessionPool m_reportWorkers;
    Http::Router m_router;
    ApiRouter m_api;
    Http::Server m_server;
};

} // namespace Orion
