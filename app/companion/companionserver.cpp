#include "app/companion/companionserver.h"

#include "app/companion/processlimits.h"
#include "app/companion/routes/routes.h"
#include "services/billing/operationeffects.h"
#include "services/jobs/joblist.h"

#include <algorithm>
#include <chrono>

namespace Orion
{

namespace
{

constexpr std::chrono::seconds drainDeadline{10};

// Commits wait for the disk together, so there are more workers than cores. Those that talk to
// Stripe mostly wait, and its rate limit bounds how many are of use.
constexpr int databaseWorkers = 16;
constexpr int stripeWorkers = 8;
// One computes while the other answers with what is known; more would only share the same cores.
constexpr int reportWorkers = 2;
constexpr std::size_t waitingRequests = 512; // for each kind of worker

Http::Limits httpLimits()
{
    // A client that says nothing costs little. Databases, Stripe and the log need files as well.
    constexpr int clients = 8192;
    constexpr int otherFiles = 256;
    Http::Limits limits;
    limits.requestsInFlight = 1024; // the intake has a bound of its own
    limits.connections = std::max(64, allowOpenFiles(clients + otherFiles) - otherFiles);
    return limits;
}

int ioThreads()
{
    return std::clamp(int(std::thread::hardware_concurrency()) / 2, 1, 4);
}

// A connection whose other end vanished must not hold up the intake or the end of the program.
ConnectionSettings withTimeouts(ConnectionSettings settings, std::chrono::seconds statement)
{
    const QString tcpTimeout = QStringLiteral("tcp_user_timeout");
    if (!settings.parameters.contains(tcpTimeout))
        settings.parameters.insert(tcpTimeout, QStringLiteral("10000"));
    QString &options = settings.parameters[QStringLiteral("options")];
    options += QStringLiteral(" -c statement_timeout=%1s").arg(statement.count());
    return settings;
}

// What is wrong with them, whoever starts the program has been told.
std::vector<JobPlan> plannedJobs(const Configuration &configuration)
{
    auto plans = planJobs(allJobs(), configuration.jobSchedules);
    return plans ? std::move(*plans) : std::vector<JobPlan>();
}

} // namespace

CompanionServer::CompanionServer(const ConnectionSettings &database,
                                 const Configuration &configuration, Migrator migrator,
                                 TokenVerifier tokens, const Clock &clock)
    : m_stripe(configuration, &m_metrics)
    , m_guard(m_stripe, withTimeouts(database, std::chrono::seconds(5)), configuration.hasLiveKey())
    , m_operations(m_guard, clock, billingEffects())
    , m_publicUrl(configuration.publicUrl)
    , m_links(m_publicUrl)
    , m_billing(m_operations, clock, m_links, m_stripe.isConfigured())
    , m_addons(m_operations, clock, m_links, m_domains)
    , m_notifier(withTimeouts(database, std::chrono::seconds(5)))
    , m_worker(withTimeouts(database, std::chrono::seconds(15)), clock, m_metrics, m_way,
               [this](const std::set<Topic> &topics) { m_notifier.publish(topics); })
    , m_queueWatch(withTimeouts(database, std::chrono::seconds(5)), clock, m_metrics)
    , m_intake(
          withTimeouts(database, std::chrono::seconds(10)), configuration.stripeWebhookSecrets,
          clock, m_metrics, m_way,
          [this] {
              m_worker.wake();
              m_notifier.publish({Topic::Webhooks});
          },
          WebhookIntake::Limits{})
    , m_readiness(withTimeouts(database, std::chrono::seconds(5)), std::move(migrator))
    , m_tokens(std::move(tokens))
    , m_recovery(withTimeouts(database, std::chrono::seconds(10)), m_operations, m_metrics)
    , m_refresh(withTimeouts(database, std::chrono::seconds(10)), m_guard, clock,
                [this](const std::set<Topic> &topics) { m_notifier.publish(topics); })
    , m_gaps(withTimeouts(database, std::chrono::seconds(10)), m_guard, clock, m_metrics,
             [this] {
                 m_worker.wake();
                 m_notifier.publish({Topic::Webhooks});
             })
    // An archive takes as long as it takes.
    , m_payloads(withTimeouts(database, std::chrono::seconds(0)),
                 {configuration.payloadRetentionDays, configuration.payloadArchiveFolder}, clock,
                 m_metrics)
    , m_jobs(withTimeouts(database, std::chrono::seconds(60)), plannedJobs(configuration), m_guard,
             clock, m_metrics,
             [this](const std::set<Topic> &topics) {
                 if (topics.contains(Topic::Webhooks))
                     m_worker.wake();
                 m_notifier.publish(topics);
             })
    , m_capacity(clock, configuration.capacity)
    , m_databaseWorkers(withTimeouts(database, std::chrono::seconds(10)),
                        QStringLiteral("orion-companion api"), databaseWorkers, waitingRequests)
    , m_stripeWorkers(withTimeouts(database, std::chrono::seconds(10)),
                      QStringLiteral("orion-companion stripe"), stripeWorkers, waitingRequests)
    , m_usage(withTimeouts(database, std::chrono::seconds(10)), clock, m_metrics)
    , m_reportWorkers(withTimeouts(database, std::chrono::seconds(60)),
                      QStringLiteral("orion-companion reports"), reportWorkers, waitingRequests)
    , m_api(m_router, m_tokens, clock, m_metrics,
            {configuration.apiRateLimit, configuration.apiRefusalLimit},
            {m_databaseWorkers, m_stripeWorkers, m_reportWorkers})
    , m_server(m_router, httpLimits(), ioThreads())
{
    const double started = double(clock.now().toSecsSinceEpoch());
    m_metrics.gauge("process_start_time_seconds", "When the process started, in Unix time.",
                    [started] { return started; });
    m_metrics.gauge("orion_http_connections", "Open HTTP connections.",
                    [this] { return double(m_server.openConnections()); });
    m_metrics.gauge("orion_stripe_waiting", "Calls of Stripe that wait for the rate limit.",
                    [this] { return double(m_stripe.waiting()); });
    Routes::addWebhooks(m_router, m_intake, m_metrics);
    Routes::addHealth(m_router, m_readiness, m_metrics);
    Routes::addMetrics(m_router, m_metrics);
    Routes::addSubscription(m_api, clock);
    Routes::addTiers(m_api, m_billing, clock);
    Routes::addCheckout(m_api, m_billing);
    Routes::addCancellation(m_api, m_billing, clock);
    Routes::addUsage(m_api, clock, m_usage, m_notifier);
    Routes::addAdminVendors(m_api, clock, m_notifier, configuration.stripeTrialDays);
    Routes::addOpenApi(m_router, m_metrics);
    Routes::addVendorInvoices(m_api, m_guard);
    Routes::addVendorAddons(m_api, m_addons);
    Routes::addPlatformHealth(m_api, m_capacity, m_notifier);
}

CompanionServer::~CompanionServer()
{
    stop();
}

Result<void> CompanionServer::checkKey()
{
    return m_guard.isConfigured() ? m_guard.verify(std::chrono::seconds(2)) : Result<void>();
}

Result<quint16> CompanionServer::listen(const ListenAddress &address, const Http::TlsFiles &tls)
{
    const auto port = m_server.listen(address.host, address.port, tls);
    if (port && m_publicUrl.isEmpty())
        m_links.setBase(address.url(*port, !tls.certificateFile.isEmpty()));
    return port;
}

void CompanionServer::stop()
{
    m_readiness.setDraining();
    m_intake.refuseNew();
    m_api.refuseNew();
    m_jobs.cancel();
    m_server.stop(drainDeadline);
    m_stripe.stop();
    m_recovery.stop();
    m_refresh.stop();
    m_gaps.stop();
    m_payloads.stop();
    m_jobs.stop();
    m_usage.stop();
    m_databaseWorkers.stop();
    m_stripeWorkers.stop();
    m_reportWorkers.stop();
    m_intake.stop();
    m_worker.stop();
    m_queueWatch.stop();
    m_notifier.stop();
    m_readiness.stop();
}

} // namespace Orion
