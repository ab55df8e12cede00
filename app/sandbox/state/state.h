#pragma once

#include "app/sandbox/state/eventlog.h"
#include "app/sandbox/state/identifiers.h"
#include "app/sandbox/state/store.h"
#include "services/platform/clock.h"

#include <QStringList>

namespace Orion::Sandbox
{

// The version whose shapes the sandbox writes.
inline constexpr QLatin1String apiVersion("2026-10-28.endive");

// The account that the sandbox is. Always the same, for a database binds itself to one.
inline constexpr QLatin1String accountId("acct_1OrionSandbox0000");

// How this sandbox behaves where Stripe leaves it to the account.
struct Settings
{
    bool unpaidAfterRetries = false; // instead of ending the subscription
};

// All that the sandbox knows, and the only way to change it: each change is kept and told as an
// event. One owner (Sandbox), which takes a lock around every use.
class State
{
public:
    // The clock outlives the state.
    State(const Clock &clock, Identifiers identifiers);

    // In Unix seconds: by the clock, unless a Moment holds it.
    qint64 now() const;
    Identifiers &identifiers() { return m_identifiers; }
    QString newId(Kind kind);

    // Where people reach the hosted pages, without a slash at the end.
    const QString &publicUrl() const { return m_publicUrl; }
    void setPublicUrl(const QString &url) { m_publicUrl = url; }

    const Settings &settings() const { return m_settings; }
    void setSettings(const Settings &settings) { m_settings = settings; }

    std::optional<QJsonObject> find(Kind kind, const QString &id) const;
    std::vector<QJsonObject> select(Kind kind, const Predicate &matches = {}) const;
    // Those that have the key, newest first.
    std::vector<QJsonObject> select(Kind kind, const Key &key, const Predicate &matches = {}) const;
    const Store &store() const { return m_store; }
    // Of an object that is known to be there, because another one names it.
    QJsonObject get(Kind kind, const QString &id) const;

    // Keeps the object and tells the kind's event.
    void create(Kind kind, const QJsonObject &object);
    // Replaces the object and tells the kind's updated event if anything differs, then the given
    // ones in any case.
    void update(Kind kind, const QJsonObject &object, const QStringList &moreEvents = {});
    // Replaces the object and tells only the given event.
    void replace(Kind kind, const QJsonObject &object, const QString &event);
    void remove(Kind kind, const QString &id);
    // Keeps the object without an event: what was there before the sandbox started.
    void load(Kind kind, const QJsonObject &object);

    EventLog &events() { return m_events; }

private:
    friend class Rehearsal;
    friend class Moment;

    const Clock &m_clock;
    Identifiers m_identifiers;
    Store m_store;
    EventLog m_events;
    QString m_publicUrl;
    Settings m_settings;
    std::optional<qint64> m_moment; // the time that a Moment holds
};

} // namespace Orion::Sandbox
