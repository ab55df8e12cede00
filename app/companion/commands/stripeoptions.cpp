#include "app/companion/commands/stripeoptions.h"

namespace Orion::Commands
{

Result<void> requireKey(const Configuration &configuration)
{
    if (!configuration.stripeSecretKey.isEmpty())
        return {};
    return fail(ErrorCode::PaymentSystemNotConfigured,
                QStringLiteral("The payment system is not configured: set STRIPE_SECRET_KEY."));
}

Result<StripeWork> openStripe(CommandContext &context)
{
    const QString role = QStringLiteral("orion_companion");
    const auto settings = context.databaseSettings(role);
    if (!settings)
        return fail(settings.error());
    auto session = context.openDatabase(role);
    if (!session)
        return fail(session.error());
    StripeWork work;
    work.session = std::move(*session);
    work.client = std::make_unique<StripeClient>(context.configuration());
    work.stripe = std::make_unique<AccountGuard>(*work.client, *settings,
                                                 context.configuration().hasLiveKey());
    return work;
}

Result<StripeWork> openVerifiedStripe(CommandContext &context)
{
    if (const auto key = requireKey(context.configuration()); !key)
        return fail(key.error());
    auto work = openStripe(context);
    if (!work)
        return work;
    if (const auto ours = work->stripe->verify(); !ours)
        return fail(ours.error());
    return work;
}

Result<std::optional<EndpointWish>> endpointWish(const CommandContext &context)
{
    if (context.arguments().isSet(QStringLiteral("no-endpoint")))
        return std::nullopt;
    const Configuration &configuration = context.configuration();
    const bool isStripe = isStripesAddress(configuration.stripeApiBase);
    if (configuration.publicUrl.isEmpty() && isStripe)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("Stripe has to know where to send events: set ORION_PUBLIC_URL, "
                                   "or leave the endpoint out with --no-endpoint."));
    if (configuration.hasLiveKey() && configuration.publicUrl.scheme() != QLatin1String("https"))
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("In live mode Stripe sends events over HTTPS only: set "
                                   "ORION_PUBLIC_URL to an https address, or leave the endpoint "
                                   "out with --no-endpoint."));
    return EndpointWish::below(
        configuration.publicUrl.isEmpty()
            ? configuration.listen.url(configuration.listen.port,
                                       !configuration.tlsCertificateFile.isEmpty())
            : configuration.publicUrl);
}

QCommandLineOption noEndpointOption()
{
    return {QStringLiteral("no-endpoint"), QStringLiteral("leave the webhook endpoint out")};
}

} // namespace Orion::Commands
