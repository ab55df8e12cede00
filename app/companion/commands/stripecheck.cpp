#include "services/catalogue/stripecheck.h"
#include "app/companion/commands/commands.h"
#include "app/companion/commands/stripeoptions.h"
#include "services/stripe/client/stripeclient.h"

namespace Orion::Commands
{

namespace
{

void printJson(QTextStream &out, const QJsonObject &object)
{
    out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
}

void printSummary(QTextStream &out, const StripeCheckOutcome &outcome, bool asJson)
{
    if (asJson)
        printJson(out, {{QStringLiteral("differences"), outcome.differences},
                        {QStringLiteral("sellables"), outcome.sellables},
                        {QStringLiteral("subscriptions"), outcome.subscriptions}});
    else
        out << QStringLiteral("%1 tiers and add-ons and %2 subscriptions compared, %3 "
                              "differences.\n")
                   .arg(outcome.sellables)
                   .arg(outcome.subscriptions)
                   .arg(outcome.differences);
}

Result<void> run(CommandContext &context)
{
    if (const auto key = requireKey(context.configuration()); !key)
        return key;
    StripeCheckOptions options;
    const auto endpoint = endpointWish(context);
    if (!endpoint)
        return fail(endpoint.error());
    options.endpoint = *endpoint;
    options.tax = context.configuration().stripeTaxBehavior;
    options.livemode = context.configuration().hasLiveKey();
    const bool asJson = context.arguments().isSet(QStringLiteral("json"));

    const auto session = context.openDatabase(QStringLiteral("orion_ops"));
    if (!session)
        return fail(session.error());
    StripeClient stripe(context.configuration());
    const auto outcome = checkStripe(**session, stripe, options, [&](const Difference &difference) {
        if (asJson)
            printJson(context.out(), difference.toJson());
        else
            context.out() << difference.sentence() << Qt::endl;
    });
    if (!outcome)
        return fail(outcome.error());
    printSummary(context.out(), *outcome, asJson);
    if (outcome->differences == 0)
        return {};
    context.out().flush();
    return fail(
        ErrorCode::Conflict,
        QStringLiteral("The database and Stripe differ in %1 places.").arg(outcome->differences));
}

} // namespace

Command stripeCheck()
{
    return {.words = {QStringLiteral("stripe"), QStringLiteral("check")},
            .summary = QStringLiteral("List every difference between the database and Stripe."),
            .options = {{QStringLiteral("json"),
                         QStringLiteral("print a JSON object a line, the summary last")},
                        noEndpointOption()},
            .run = &run};
}

} // namespace Orion::Commands
