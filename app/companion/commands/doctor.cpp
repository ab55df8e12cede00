#include "app/companion/commands/commands.h"

#include "app/companion/doctor/checks.h"
#include "services/platform/logging.h"
#include "services/stripe/client/stripeclient.h"

#include <algorithm>

namespace Orion::Commands
{

namespace
{

using namespace Doctor;

QLatin1String word(Level level)
{
    switch (level) {
    case Level::Ok:
        return QLatin1String("ok");
    case Level::Warning:
        return QLatin1String("warning");
    case Level::Problem:
        return QLatin1String("problem");
    }
    return QLatin1String("problem");
}

void append(Findings &findings, const Findings &more)
{
    findings.insert(findings.end(), more.begin(), more.end());
}

Findings databaseFindings(CommandContext &context)
{
    const QString subject = QStringLiteral("database");
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return {{Level::Problem, subject, migrator.error().message}};
    const auto settings = context.databaseSettings(QStringLiteral("orion_companion"));
    if (!settings)
        return {{Level::Problem, subject, settings.error().message}};
    const auto session = Session::open(*settings, QStringLiteral("orion-companion doctor"));
    if (!session)
        return {{Level::Problem, subject, session.error().message}};
    Findings findings{{Level::Ok, subject, settings->description()}};
    append(findings, checkDatabase(**session, *migrator, context.clock()));
    return findings;
}

Findings stripeFindings(const Configuration &configuration)
{
    StripeClient stripe(configuration);
    if (!stripe.isConfigured()) // which the configuration's findings tell
        return {};
    return {checkStripe(stripe, configuration.stripeApiBase)};
}

Result<void> run(CommandContext &context)
{
    Findings findings = checkConfiguration(context.loadedConfiguration());
    append(findings, stripeFindings(context.configuration()));
    append(findings, checkMachine(ConfigurationSources::ofProcess()));
    findings.push_back(checkListenAddress(context.configuration().listen));
    append(findings, databaseFindings(context));

    for (const Finding &finding : findings)
        context.out() << QString(word(finding.level)).leftJustified(8) << finding.subject << ": "
                      << redacted(finding.sentence).replace(u'\n', u' ') << '\n';
    context.out().flush();
    const auto problems = std::ranges::count(findings, Level::Problem, &Finding::level);
    if (problems > 0)
        return fail(ErrorCode::ConfigurationInvalid,
                    problems == 1
                        ? QStringLiteral("There is a problem; see above.")
                        : QStringLiteral("There are %1 problems; see above.").arg(problems));
    return {};
}

} // namespace

Command doctor()
{
    return {.words = {QStringLiteral("doctor")},
            .summary =
                QStringLiteral("Check the configuration, Stripe, the database and this computer."),
            .options = {},
            .run = &run};
}

} // namespace Orion::Commands
