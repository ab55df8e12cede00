#include "services/catalogue/stripesetup.h"

#include "services/catalogue/accountbinding.h"
#include "services/catalogue/cataloguelinks.h"
#include "services/catalogue/setupkey.h"
#include "services/database/advisorylock.h"
#include "services/stripe/readers/json.h"

#include <algorithm>

namespace Orion
{

namespace
{

using Kind = CatalogueStep::Kind;

// The products and prices, step by step. Lives on the stack of setUpStripe().
class CatalogueRun
{
public:
    CatalogueRun(Session &session, StripeApi &stripe, std::vector<Sellable> &sellables,
                 const StripeCatalogue &catalogue, const QString &actor)
        : m_session(session)
        , m_stripe(stripe)
        , m_sellables(sellables)
        , m_catalogue(catalogue)
        , m_actor(actor)
    {}

    Result<void> apply(const CatalogueStep &step);

private:
    Result<QString> post(const QString &path, const StripeForm &form, const QByteArray &key = {});
    Result<void> createProduct(const CatalogueStep &step);
    Result<void> createPrice(const CatalogueStep &step);
    Result<void> archivePrice(const CatalogueStep &step);
    Result<void> noteProduct(const CatalogueStep &step, const QString &id);
    Result<void> notePrice(const CatalogueStep &step, const QString &id);
    QString productOf(const CatalogueStep &step) const;

    Session &m_session;
    StripeApi &m_stripe;
    std::vector<Sellable> &m_sellables; // the ids that are made on the way are written into them
    const StripeCatalogue &m_catalogue;
    const QString m_actor;
};

Result<QString> CatalogueRun::post(const QString &path, const StripeForm &form,
                                   const QByteArray &key)
{
    StripeCall call;
    call.method = "POST";
    call.path = path;
    call.parameters = form;
    call.idempotencyKey = key;
    const auto answer = m_stripe.call(call);
    if (!answer)
        return fail(toError(answer.error()));
    const QString id = StripeJson::text(answer->object, "id");
    if (id.isEmpty())
        return fail(ErrorCode::PaymentSystemFailed,
                    QStringLiteral("Stripe's answer has no id. Check STRIPE_API_BASE."));
    return id;
}

Result<void> CatalogueRun::apply(const CatalogueStep &step)
{
    switch (step.kind) {
    case Kind::Skip:
        return {};
    case Kind::CreateProduct:
        return createProduct(step);
    case Kind::LinkProduct:
        return noteProduct(step, step.objectId);
    case Kind::CreatePrice:
        return createPrice(step);
    case Kind::LinkPrice:
        return notePrice(step, step.objectId);
    case Kind::ArchivePrice:
        return archivePrice(step);
    case Kind::UpdateProduct:
    case Kind::UpdatePrice: {
        const QString path = step.kind == Kind::UpdatePrice ? QStringLiteral("/v1/prices/")
                                                            : QStringLiteral("/v1/products/");
        const auto updated = post(path + step.objectId, step.parameters);
        return updated ? Result<void>() : fail(updated.error());
    }
    }
    return {};
}

Result<void> CatalogueRun::createProduct(const CatalogueStep &step)
{
    StripeCall call;
    call.path = QStringLiteral("/v1/products");
    call.parameters = step.parameters;
    const auto id = post(call.path, call.parameters, setupKey(call, step.seen));
    return id ? noteProduct(step, *id) : fail(id.error());
}

Result<void> CatalogueRun::createPrice(const CatalogueStep &step)
{
    StripeCall call;
    call.path = QStringLiteral("/v1/prices");
    call.parameters.add(QStringLiteral("product"), productOf(step));
    for (const auto &[name, value] : step.parameters.pairs())
        call.parameters.add(name, value);
    const auto id = post(call.path, call.parameters, setupKey(call, step.seen));
    return id ? notePrice(step, *id) : fail(id.error());
}

// Stripe does not archive the default price of a product, as which one made by hand often stands.
Result<void> CatalogueRun::archivePrice(const CatalogueStep &step)
{
    const Sellable &sellable = m_sellables[step.sellable];
    const auto &product = m_catalogue.products[step.sellable];
    const QString &present = sellable.prices[step.price].stripeId;
    if (product && product->defaultPriceId == step.objectId && !present.isEmpty()) {
        const auto replaced = post(QStringLiteral("/v1/products/") + product->id,
                                   StripeForm().add(QStringLiteral("default_price"), present));
        if (!replaced)
            return fail(replaced.error());
    }
    const auto archived = post(QStringLiteral("/v1/prices/") + step.objectId,
                               StripeForm().add(QStringLiteral("active"), false));
    if (!archived)
        return fail(archived.error());
    return retirePrice(m_session, sellable, step.objectId);
}

Result<void> CatalogueRun::noteProduct(const CatalogueStep &step, const QString &id)
{
    Sellable &sellable = m_sellables[step.sellable];
    sellable.productId = id;
    return linkProduct(m_session, sellable, id, m_actor);
}

Result<void> CatalogueRun::notePrice(const CatalogueStep &step, const QString &id)
{
    Sellable &sellable = m_sellables[step.sellable];
    sellable.prices[step.price].stripeId = id;
    return linkPrice(m_session, sellable, sellable.prices[step.price], id, m_actor);
}

QString CatalogueRun::productOf(const CatalogueStep &step) const
{
    const auto &product = m_catalogue.products[step.sellable];
    return product ? product->id : m_sellables[step.sellable].productId;
}

// Everything that setup wants to know and do, before it does any of it.
struct Plan
{
    std::vector<Sellable> sellables;
    StripeCatalogue catalogue;
    std::vector<CatalogueStep> steps;
    std::vector<StripeEndpoint> endpoints;
    std::vector<EndpointStep> endpointSteps;

    bool makesEndpoint() const
    {
        return std::ranges::find(endpointSteps, EndpointStep::Kind::Create, &EndpointStep::kind) !=
               endpointSteps.end();
    }
};

Result<Plan> makePlan(Session &session, StripeApi &stripe, const StripeSetupOptions &options)
{
    Plan plan;
    auto sellables = readSellables(session);
    if (!sellables)
        return fail(sellables.error());
    plan.sellables = std::move(*sellables);
    auto catalogue = readStripeCatalogue(stripe, plan.sellables);
    if (!catalogue)
        return fail(catalogue.error());
    plan.catalogue = std::move(*catalogue);
    plan.steps = planCatalogue(plan.sellables, plan.catalogue, options.tax);
    if (!options.endpoint)
        return plan;
    auto endpoints = readEndpoints(stripe, *options.endpoint);
    if (!endpoints)
        return fail(endpoints.error());
    plan.endpoints = std::move(*endpoints);
    plan.endpointSteps =
        planEndpoints(*options.endpoint, plan.endpoints, options.retireOldEndpoints);
    return plan;
}

Result<void> preparePlace(const Plan &plan, const StripeSetupOptions &options)
{
    if (options.dryRun || !plan.makesEndpoint())
        return {};
    if (options.secretPlace)
        return options.secretPlace->prepare();
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("The webhook endpoint has to be made, and Stripe shows its signing "
                               "secret only once: say where it goes with --secret-file or "
                               "--secret-keychain, or leave the endpoint out with "
                               "--no-endpoint."));
}

Result<void> applyAll(Session &session, StripeApi &stripe, Plan &plan,
                      const StripeSetupOptions &options, const SetupReport &report)
{
    CatalogueRun run(session, stripe, plan.sellables, plan.catalogue, options.actor);
    for (const CatalogueStep &step : plan.steps) {
        report(step.line);
        if (options.dryRun)
            continue;
        if (const auto applied = run.apply(step); !applied)
            return applied;
    }
    if (!options.dryRun && options.endpoint)
        return applyEndpointSteps(stripe, *options.endpoint, plan.endpointSteps, plan.endpoints,
                                  options.secretPlace, report);
    for (const EndpointStep &step : plan.endpointSteps)
        report(step.line);
    return {};
}

} // namespace

Result<StripeSetupOutcome> setUpStripe(Session &session, StripeApi &stripe,
                                       const StripeSetupOptions &options, const SetupReport &report)
{
    // Two setups at once would both find that something is missing.
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("stripe setup"));
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Another setup is running on this database. Wait for it."));
    const auto account = checkAccount(session, stripe, options.livemode,
                                      options.dryRun ? FirstUse::Look : FirstUse::Bind);
    if (!account)
        return fail(account.error());
    auto plan = makePlan(session, stripe, options);
    if (!plan)
        return fail(plan.error());
    if (const auto prepared = preparePlace(*plan, options); !prepared)
        return fail(prepared.error());
    if (const auto applied = applyAll(session, stripe, *plan, options, report); !applied)
        return fail(applied.error());
    const auto skips =
        std::ranges::count(plan->steps, Kind::Skip, &CatalogueStep::kind) +
        std::ranges::count(plan->endpointSteps, EndpointStep::Kind::Note, &EndpointStep::kind);
    const auto all = plan->steps.size() + plan->endpointSteps.size();
    return StripeSetupOutcome{int(all) - int(skips), int(skips)};
}

} // namespace Orion
