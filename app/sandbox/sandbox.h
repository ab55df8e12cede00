#pragma once

#include "app/http/router.h"
#include "app/sandbox/api/api.h"
#include "app/sandbox/control/control.h"
#include "app/sandbox/live/liveplatform.h"
#include "models/domain/result.h"

#include <mutex>

namespace Orion::Sandbox
{

// The local Stripe as a whole: state, API, pages and control behind one lock. Everything in it
// takes microseconds, so I/O threads may call it. Owned by main; callable from any thread.
class Sandbox
{
public:
    // The clock outlives it. With a seed number, ids and the living platform are the same each run.
    Sandbox(const Clock &clock, std::optional<quint64> seedNumber);

    // Where people reach it; before the first session is made.
    void setPublicUrl(const QString &url);
    void setSettings(const Settings &settings);
    void setRateLimit(int perSecond); // 0: none

    // How to do something after a time, once, on whatever thread; without it things are done at
    // once. Before the first call.
    using Later = std::function<void(std::chrono::milliseconds, std::function<void()>)>;
    void setLater(Later later) { m_later = std::move(later); }

    Result<void> loadSeedFile(const QString &path);

    // Adds an endpoint for all events, as if it had been made in Stripe's dashboard.
    void addWebhook(const QString &url, const QString &secret);

    // Where events go, and what became of one. The sink must not call back.
    void setEventSink(std::function<void(const Delivery &)> sink);
    void settle(const QString &eventId, bool delivered);

    // Puts API, pages and control into the router. The router must not outlive the sandbox.
    void install(Http::Router &router);

    // A call of the API, with the faults and limits that lie around it.
    void handleApi(const Http::Request &request, const Http::Responder &respond);

    // What is due by the clock: ends of trials and periods, retries, expiry; and a while of every
    // test clock that advances. Call every second.
    void doDueWork();

    // One step of the living platform; says what happened.
    QString liveStep();

private:
    using Page = Http::Response (*)(State &, const Http::Request &);
    Http::Handler pageHandler(Page page);
    Http::Handler controlHandler();

    void answerCall(const Http::Request &request, const Http::Responder &respond,
                    const std::optional<Fault> &fault);
    void finishCall(const Http::Request &request, const Http::Responder &respond,
                    const Http::Response &response);
    void advanceSoon();

    mutable std::mutex m_mutex;
    State m_state;
    Api m_api;
    Control m_control;
    LivePlatform m_live;
    Later m_later;
};

} // namespace Orion::Sandbox
