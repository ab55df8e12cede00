#include "services/demo/demodata.h"

#include "services/database/migrator.h"
#include "services/database/session.h"
#include "services/database/transaction.h"

#include <QFile>

namespace Orion
{

namespace
{

constexpr qint64 mostVendors = 1'000'000;
constexpr int mostMonths = 120;
constexpr qint64 highestSeed = 2'000'000'000;

struct Step
{
    QString file;
    QString text;
};

// The order in which the scripts build on each other.
const std::array steps{
    Step{QStringLiteral("01_setup"), QStringLiteral("Preparing the tables")},
    Step{QStringLiteral("02_words"), QStringLiteral("Collecting names")},
    Step{QStringLiteral("03_prices"), QStringLiteral("Setting prices")},
    Step{QStringLiteral("04_vendors"), QStringLiteral("Inventing vendors")},
    Step{QStringLiteral("05_subscriptions"), QStringLiteral("Subscribing them")},
    Step{QStringLiteral("06_addons"), QStringLiteral("Selling add-ons")},
    Step{QStringLiteral("07_usage"), QStringLiteral("Counting usage")},
    Step{QStringLiteral("08_invoices"), QStringLiteral("Writing invoices")},
    Step{QStringLiteral("09_changes"), QStringLiteral("Recording what changed")},
    Step{QStringLiteral("10_snapshots"), QStringLiteral("Measuring each day")},
    Step{QStringLiteral("11_events"), QStringLiteral("Telling of recent events")},
    Step{QStringLiteral("12_jobs"), QStringLiteral("Running the jobs")},
    Step{QStringLiteral("12_operations"), QStringLiteral("Logging changes")},
    Step{QStringLiteral("13_finish"), QStringLiteral("Building the indexes")},
};

Result<void> checkOptions(const DemoOptions &options)
{
    if (options.vendors < 1 || options.vendors > mostVendors)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The demo can have 1 to 1,000,000 vendors."));
    if (options.months < 1 || options.months > mostMonths)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The demo can have 1 to 120 months of invoices."));
    if (options.seed < 0 || options.seed > highestSeed)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The demo's seed is a number from 0 to 2,000,000,000."));
    if (!options.now.isValid())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The demo needs the time that it looks from."));
    return {};
}

// Keeps everybody else away from the vendors until the end, then looks whether there are any.
Result<void> claimEmptyDatabase(Session &session)
{
    const auto free =
        session.selectOne(QStringLiteral("select pg_try_advisory_xact_lock(7233142025001)"), {},
                          [](const Row &row) { return row.boolean(0); });
    if (!free)
        return fail(free.error());
    if (!free->value_or(false))
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Demo data is already being made in this database. Wait for it "
                                   "to finish."));
    if (const auto locked =
            session.script(QStringLiteral("set local lock_timeout = '20s';"
                                          "lock table billing.vendors in access exclusive mode"));
        !locked)
        return locked;
    const auto used = session.selectOne(
        QStringLiteral("select exists (select from billing.vendors), "
                       "(select count(*) from billing.subscription_tiers where code in "
                       "('essential', 'professional', 'business', 'enterprise'))"),
        {}, [](const Row &row) { return std::pair(row.boolean(0), row.integer(1)); });
    if (!used)
        return fail(used.error());
    if ((*used)->first)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("This database has vendors already. Demo data goes only into an "
                                   "empty one: make a new database for it."));
    if ((*used)->second != 4)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("One of the four tiers that every installation starts with is "
                                   "missing. Make a new database for the demo."));
    return {};
}

Result<void> handOver(Session &session, const DemoOptions &options)
{
    const auto set =
        session.execute(QStringLiteral("select set_config('orion_demo.vendors', ?, true), "
                                       "set_config('orion_demo.months', ?, true), "
                                       "set_config('orion_demo.seed', ?, true), "
                                       "set_config('orion_demo.now', ?, true), "
                                       "set_config('orion_demo.stripe_base', ?, true)"),
                        {QString::number(options.vendors), QString::number(options.months),
                         QString::number(options.seed), options.now.toUTC().toString(Qt::ISODate),
                         options.stripeBase});
    return set ? Result<void>() : fail(set.error());
}

Result<void> runSteps(Session &session, const DemoProgress &progress)
{
    for (const Step &step : steps) {
        if (progress)
            progress(step.text);
        QFile script(QStringLiteral(":/sql/demo/%1.sql").arg(step.file));
        if (!script.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Internal,
                        QStringLiteral("The demo's scripts are missing in this program."),
                        script.fileName());
        if (auto done = session.script(QString::fromUtf8(script.readAll())); !done) {
            Error error = done.error();
            error.detail += QStringLiteral(" in ") + script.fileName();
            return fail(std::move(error));
        }
    }
    return {};
}

Result<DemoSummary> summarize(Session &session)
{
    const auto counts = session.selectOne(
        QStringLiteral("select (select count(*) from billing.vendors), "
                       "(select count(*) from billing.vendor_subscriptions), "
                       "(select count(*) from billing.vendor_addons), "
                       "(select count(*) from billing.billing_history), "
                       "(select count(*) from billing.subscription_changes), "
                       "(select count(*) from billing.capacity_snapshots), "
                       "(select count(*) from billing.stripe_webhook_events)"),
        {}, [](const Row &row) {
            return DemoSummary{row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                               row.integer(4), row.integer(5), row.integer(6)};
        });
    if (!counts)
        return fail(counts.error());
    return **counts;
}

} // namespace

Result<DemoSummary> makeDemoData(Session &session, const DemoOptions &options,
                                 const DemoProgress &progress)
{
    if (const auto sensible = checkOptions(options); !sensible)
        return fail(sensible.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    if (const auto current = migrator->checkCurrent(session); !current)
        return fail(current.error());

    return inTransaction(session, [&]() -> Result<DemoSummary> {
        if (const auto claimed = claimEmptyDatabase(session); !claimed)
            return fail(claimed.error());
        if (const auto handed = handOver(session, options); !handed)
            return fail(handed.error());
        if (const auto made = runSteps(session, progress); !made)
            return fail(made.error());
        return summarize(session);
    });
}

} // namespace Orion
