#include "app/console/demo/demopreparation.h"

#include "app/console/demo/freeport.h"
#include "services/database/migrator.h"
#include "services/demo/demomark.h"
#include "services/demo/stripeseed.h"

#include <QSaveFile>

namespace Orion
{

namespace
{

constexpr quint16 usualSandboxPort = 12111;

QString sandboxAddress(quint16 port)
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

// The data's present has to be today's, and its links have to lead to this sandbox.
bool isUsable(const std::optional<DemoOptions> &found, const DemoOptions &wanted)
{
    return found && found->vendors == wanted.vendors && found->months == wanted.months &&
           found->seed == wanted.seed && found->stripeBase == wanted.stripeBase &&
           found->now <= wanted.now && found->now > wanted.now.addDays(-1);
}

Result<void> remake(Session &session, const Migrator &migrator, const DemoOptions &wanted,
                    const std::function<void(const QString &)> &step)
{
    step(QStringLiteral("Preparing the database"));
    // Only ever a demo's, or empty: readDemoMark() refuses everything else.
    if (const auto dropped = session.script(
            QStringLiteral("set lock_timeout = '20s'; drop schema if exists billing cascade; "
                           "reset lock_timeout"));
        !dropped)
        return dropped;
    if (const auto migrated = migrator.migrate(session); !migrated)
        return fail(migrated.error());
    const auto made = makeDemoData(session, wanted, step);
    return made ? Result<void>() : fail(made.error());
}

Result<void> saveSeed(Session &session, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The sandbox's seed file cannot be written. Check the folder "
                                   "for temporary files."),
                    file.errorString());
    if (const auto written = writeStripeSeed(session, file); !written)
        return written;
    if (!file.commit())
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The sandbox's seed file could not be written whole. Is the "
                                   "disk full?"),
                    file.errorString());
    return {};
}

// Somebody ordinary, with a history and limits to look at.
Result<QString> exampleVendor(Session &session)
{
    const auto code = session.selectOne(
        QStringLiteral("select v.vendor_code from billing.vendor_subscriptions s "
                       "join billing.vendors v on v.id = s.vendor_id "
                       "join billing.subscription_tiers t on t.id = s.tier_id "
                       "order by s.status = 'active' desc, t.code = 'professional' desc, "
                       "s.is_annual, s.id limit 1"),
        {}, [](const Row &row) { return row.text(0); });
    if (!code)
        return fail(code.error());
    return code->value_or(QString());
}

} // namespace

Result<PreparedDemo> prepareDemo(const DemoSessionOptions &options, const QDateTime &now,
                                 const QString &seedFile,
                                 const std::function<void(const QString &)> &step)
{
    step(QStringLiteral("Starting PostgreSQL"));
    auto cluster = EmbeddedCluster::start(options.folder);
    if (!cluster)
        return fail(cluster.error());
    const auto session = Session::open((*cluster)->settings(), QStringLiteral("orion-demo"));
    if (!session)
        return fail(session.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    const auto found = readDemoMark(**session);
    if (!found)
        return fail(found.error());

    const quint16 lastPort =
        *found ? quint16(QUrl((*found)->stripeBase).port(usualSandboxPort)) : usualSandboxPort;
    const quint16 port = freePort(lastPort);
    if (port == 0)
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("No port is free on this computer for the Stripe sandbox."));
    const DemoOptions wanted{options.vendors, options.months, options.seed, now,
                             sandboxAddress(port)};
    if (!isUsable(*found, wanted) || !migrator->checkCurrent(**session)) {
        if (const auto made = remake(**session, *migrator, wanted, step); !made)
            return fail(made.error());
    }
    step(QStringLiteral("Introducing the vendors to the Stripe sandbox"));
    if (const auto saved = saveSeed(**session, seedFile); !saved)
        return fail(saved.error());
    auto vendor = exampleVendor(**session);
    if (!vendor)
        return fail(vendor.error());
    return PreparedDemo{std::move(*cluster), port, *vendor};
}

} // namespace Orion
