#include "app/sandbox/state/state.h"

#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/view.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

State::State(const Clock &clock, Identifiers identifiers)
    : m_clock(clock)
    , m_identifiers(std::move(identifiers))
    , m_events(m_store, m_identifiers)
{}

qint64 State::now() const
{
    return m_moment.value_or(m_clock.now().toSecsSinceEpoch());
}

QString State::newId(Kind kind)
{
    // Stripe's session ids are longer than the others and start with a1.
    if (kind == Kind::CheckoutSession)
        return m_identifiers.next(u"cs_test"_s, 58).insert(8, "a1"_L1);
    return m_identifiers.next(factsOf(kind).prefix);
}

std::optional<QJsonObject> State::find(Kind kind, const QString &id) const
{
    return m_store.find(kind, id);
}

std::vector<QJsonObject> State::select(Kind kind, const Predicate &matches) const
{
    return m_store.select(kind, matches);
}

std::vector<QJsonObject> State::select(Kind kind, const Key &key, const Predicate &matches) const
{
    return m_store.select(kind, matches, key);
}

QJsonObject State::get(Kind kind, const QString &id) const
{
    return m_store.find(kind, id).value_or(QJsonObject());
}

void State::create(Kind kind, const QJsonObject &object)
{
    m_store.put(kind, object);
    m_events.record(factsOf(kind).created, object, now());
}

void State::update(Kind kind, const QJsonObject &object, const QStringList &moreEvents)
{
    const QJsonObject before = get(kind, object.value("id"_L1).toString());
    m_store.put(kind, object);
    const QJsonObject previous = previousAttributes(publicView(before), publicView(object));
    if (!previous.isEmpty())
        m_events.record(factsOf(kind).updated, object, now(), previous);
    for (const QString &event : moreEvents)
        m_events.record(event, object, now());
}

void State::replace(Kind kind, const QJsonObject &object, const QString &event)
{
    m_store.put(kind, object);
    m_events.record(event, object, now());
}

void State::remove(Kind kind, const QString &id)
{
    const QJsonObject object = get(kind, id);
    m_store.remove(kind, id);
    m_events.record(factsOf(kind).deleted, object, now());
}

void State::load(Kind kind, const QJsonObject &object)
{
    m_store.put(kind, object);
}

} // namespace Orion::Sandbox
