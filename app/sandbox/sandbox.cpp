#include "app/sandbox/sandbox.h"

#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/pages/pages.h"
#include "app/sandbox/resources/resources.h"
#include "app/sandbox/seed.h"
#include "app/sandbox/state/shapes.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Due subscriptions a second, so that a stale seed catches up without a flood.
constexpr int mostDueWork = 5;

} // namespace

Sandbox::Sandbox(const Clock &clock, std::optional<quint64> seedNumber)
    : m_state(clock, Identifiers(seedNumber))
    , m_api(m_state)
    , m_live(m_state, seedNumber)
{
    addResources(m_api);
}

void Sandbox::setPublicUrl(const QString &url)
{
    const std::scoped_lock lock(m_mutex);
    m_state.setPublicUrl(url);
}

Result<void> Sandbox::loadSeedFile(const QString &path)
{
    const std::scoped_lock lock(m_mutex);
    return Orion::Sandbox::loadSeedFile(m_state, path);
}

void Sandbox::addWebhook(const QString &url, const QString &secret)
{
    const std::scoped_lock lock(m_mutex);
    m_state.load(Kind::WebhookEndpoint,
                 filled("webhook_endpoint"_L1, {{"id"_L1, m_state.newId(Kind::WebhookEndpoint)},
                                                {"created"_L1, m_state.now()},
                                                {"enabled_events"_L1, QJsonArray{u"*"_s}},
                                                {"url"_L1, url},
                                                {"_secret"_L1, secret}}));
}

void Sandbox::setEventSink(std::function<void(const Delivery &)> sink)
{
    const std::scoped_lock lock(m_mutex);
    m_state.events().setSink(std::move(sink));
}

void Sandbox::settle(const QString &eventId, bool delivered)
{
    const std::scoped_lock lock(m_mutex);
    m_state.events().settle(eventId, delivered);
}

Http::Handler Sandbox::pageHandler(Page page)
{
    return [this, page](const Http::Request &request, const Http::Responder &respond) {
        std::unique_lock lock(m_mutex);
        Http::Response response = page(m_state, request);
        lock.unlock();
        respond(std::move(response));
    };
}

void Sandbox::install(Http::Router &router)
{
    router.add("GET", u"/c/pay/{id}"_s, pageHandler(checkoutPage));
    router.add("POST", u"/c/pay/{id}"_s, pageHandler(checkoutAction));
    router.add("GET", u"/p/session/{secret}"_s, pageHandler(portalPage));
    router.add("POST", u"/p/session/{secret}"_s, pageHandler(portalAction));
    router.add("GET", u"/i/{id}"_s, pageHandler(invoicePage));
    router.add("GET", u"/i/{id}/pdf"_s, pageHandler(invoicePdf));
    // Everything else is the API, which has a table and errors of its own.
    router.setFallback([this](const Http::Request &request, const Http::Responder &respond) {
        respond(handleApi(request));
    });
}

Http::Response Sandbox::handleApi(const Http::Request &request)
{
    const std::scoped_lock lock(m_mutex);
    return m_api.handle(request);
}

void Sandbox::doDueWork()
{
    const std::scoped_lock lock(m_mutex);
    Orion::Sandbox::doDueWork(m_state, mostDueWork);
    expireOldCheckouts(m_state);
}

QString Sandbox::liveStep()
{
    const std::scoped_lock lock(m_mutex);
    return m_live.step();
}

} // namespace Orion::Sandbox
