#include "services/catalogue/stripesetup.h"
#include "app/companion/commands/commands.h"
#include "app/companion/commands/stripeoptions.h"
#include "services/stripe/client/stripeclient.h"

namespace Orion::Commands
{

namespace
{

Result<std::unique_ptr<SecretPlace>> secretPlace(const Invocation &arguments)
{
    const QString file = arguments.value(QStringLiteral("secret-file"));
    const QString entry = arguments.value(QStringLiteral("secret-keychain"));
    if (!file.isEmpty() && !entry.isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Give either --secret-file or --secret-keychain."));
    if (!file.isEmpty())
        return secretFile(file);
    return entry.isEmpty() ? nullptr : secretKeychain(entry);
}

void printOutcome(CommandContext &context, const StripeSetupOutcome &outcome,
                  const StripeSetupOptions &options)
{
    if (outcome.steps == 0)
        context.out() << "Stripe is set up; nothing to do.\n";
    else if (options.dryRun)
        context.out()
            << QStringLiteral("%1 steps to do. Nothing was changed.\n").arg(outcome.steps);
    else
        context.out() << QStringLiteral("%1 steps done.\n").arg(outcome.steps);
}

Result<void> run(CommandContext &context)
{
    const Invocation &arguments = context.arguments();
    if (const auto key = requireKey(context.configuration()); !key)
        return key;
    const auto place = secretPlace(arguments);
    if (!place)
        return fail(place.error());
    StripeSetupOptions options;
    const auto endpoint = endpointWish(context);
    if (!endpoint)
        return fail(endpoint.error());
    options.endpoint = *endpoint;
    options.tax = context.configuration().stripeTaxBehavior;
    options.secretPlace = place->get();
    options.retireOldEndpoints = arguments.isSet(QStringLiteral("retire-old"));
    options.dryRun = arguments.isSet(QStringLiteral("dry-run"));
    options.livemode = context.configuration().hasLiveKey();
    options.actor = commandActor();

    const auto session = context.openDatabase(QStringLiteral("orion_admin"));
    if (!session)
        return fail(session.error());
    StripeClient stripe(context.configuration());
    const auto outcome = setUpStripe(**session, stripe, options, [&](const QString &line) {
        context.out() << line << Qt::endl;
    });
    if (!outcome)
        return fail(outcome.error());
    printOutcome(context, *outcome, options);
    return {};
}

} // namespace

Command stripeSetup()
{
    return {.words = {QStringLiteral("stripe"), QStringLiteral("setup")},
            .summary = QStringLiteral("Make Stripe's products, prices and webhook endpoint."),
            .options = {{QStringLiteral("dry-run"),
                         QStringLiteral("print what would be done, change nothing")},
                        {QStringLiteral("secret-file"),
                         QStringLiteral("where a new endpoint's signing secret goes"),
                         QStringLiteral("PATH")},
                        {QStringLiteral("secret-keychain"),
                         QStringLiteral("the same, as an entry of the keychain"),
                         QStringLiteral("NAME")},
                        {QStringLiteral("retire-old"),
                         QStringLiteral("delete endpoints of former versions")},
                        noEndpointOption()},
            .run = &run};
}

} // namespace Orion::Commands
