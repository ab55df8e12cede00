#include "app/sandbox/sandbox.h"

#include "app/sandbox/billing/duework.h"
#include "app/sandbox/billing/testclocks.h"
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

// Due things a second, so that a stale seed catches up without a flood.
constexpr int mostDueWork = 5;
// Of advancing test clocks, so that calls get a turn in between.
constexpr int mostClockWork = 100;

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

void Sandbox::setSettings(const Settings &settings)
{
    const std::scoped_lock lock(m_mutex);
    m_state.setSettings(settings);
}

void Sandbox::setRateLimit(int perSecond)
{
    const std::scoped_lock lock(m_mutex);
    m_control.setRateLimit(perSecond);
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

Http::Handler Sandbox::controlHandler()
{
    return [this](const Http::Request &request, const Http::Responder &respond) {
        std::unique_lock lock(m_mutex);
        Http::Response response = m_control.handle(request);
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
    router.add("POST", u"/i/{id}"_s, pageHandler(invoiceAction));
    router.add("GET", u"/i/{id}/pdf"_s, pageHandler(invoicePdf));
    for (const char *method : {"GET", "POST", "DELETE"})
        router.add(method, u"/_sandbox/{what}"_s, controlHandler());
    // Everything else is the API, which has a table and errors of its own.
    router.setFallback([this](const Http::Request &request, const Http::Responder &respond) {
        handleApi(request, respond);
    });
}

void Sandbox::handleApi(const Http::Request &request, const Http::Responder &respond)
{
    std::unique_lock lock(m_mutex);
    auto refused = m_control.overLimit(std::chrono::steady_clock::now());
    if (!refused)
        refused = m_control.takeKey(Api::idempotencyKeyOf(request));
    if (refused) {
        m_control.log.record(request, *refused, m_state.now());
        lock.unlock();
        return respond(std::move(*refused));
    }
    const auto fault = m_control.faults.take(request.method, request.path);
    lock.unlock();
    const std::chrono::milliseconds delay(fault ? fault->delay : 0);
    if (delay.count() == 0 || !m_later || fault->afterWork)
        return answerCall(request, respond, fault);
    m_later(delay, [this, request, respond, fault] { answerCall(request, respond, fault); });
}

// The call itself, unless a fault strikes before it takes place.
void Sandbox::answerCall(const Http::Request &request, const Http::Responder &respond,
                         const std::optional<Fault> &fault)
{
    std::unique_lock lock(m_mutex);
    const bool works = !fault || fault->afterWork || (!fault->drops && !fault->status);
    Http::Response response = works ? m_api.handle(request) : Http::Response();
    if (fault)
        response = answerOf(*fault, response);
    lock.unlock();
    if (!fault || !fault->afterWork || fault->delay == 0 || !m_later)
        return finishCall(request, respond, response);
    m_later(std::chrono::milliseconds(fault->delay),
            [this, request, respond, response] { finishCall(request, respond, response); });
}

void Sandbox::finishCall(const Http::Request &request, const Http::Responder &respond,
                         const Http::Response &response)
{
    std::unique_lock lock(m_mutex);
    m_control.giveBackKey(Api::idempotencyKeyOf(request));
    m_control.log.record(request, response, m_state.now());
    const bool advances = isAnyAdvancing(m_state);
    lock.unlock();
    respond(response);
    if (advances)
        advanceSoon();
}

void Sandbox::advanceSoon()
{
    if (m_later)
        m_later(std::chrono::milliseconds(0), [this] { doDueWork(); });
}

void Sandbox::doDueWork()
{
    std::unique_lock lock(m_mutex);
    Orion::Sandbox::doDueWork(m_state, mostDueWork);
    advanceTestClocks(m_state, mostClockWork);
    const bool advances = isAnyAdvancing(m_state);
    lock.unlock();
    if (advances)
        advanceSoon();
}

QString Sandbox::liveStep()
{
    const std::scoped_lock lock(m_mutex);
    return m_live.step();
}

} // namespace Orion::Sandbox
