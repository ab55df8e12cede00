#include "app/sandbox/state/store.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

void Store::put(Kind kind, const QJsonObject &object)
{
    Collection &collection = m_collections[kind];
    const QString id = object.value("id"_L1).toString();
    Q_ASSERT(!id.isEmpty());
    const auto present = collection.byId.find(id);
    if (present != collection.byId.end()) {
        present->object = object;
        return;
    }
    collection.byId.insert(id, {++m_sequence, object});
    collection.inOrder.emplace(m_sequence, id);
}

void Store::remove(Kind kind, const QString &id)
{
    Collection &collection = m_collections[kind];
    const auto present = collection.byId.find(id);
    if (present == collection.byId.end())
        return;
    collection.inOrder.erase(present->sequence);
    collection.byId.erase(present);
}

std::optional<QJsonObject> Store::find(Kind kind, const QString &id) const
{
    const auto collection = m_collections.find(kind);
    if (collection == m_collections.end())
        return {};
    const auto present = collection->second.byId.constFind(id);
    if (present == collection->second.byId.constEnd())
        return {};
    return present->object;
}

std::size_t Store::count(Kind kind) const
{
    const auto collection = m_collections.find(kind);
    return collection == m_collections.end() ? 0 : collection->second.inOrder.size();
}

void Store::keepNewest(Kind kind, std::size_t most)
{
    Collection &collection = m_collections[kind];
    while (collection.inOrder.size() > most) {
        collection.byId.remove(collection.inOrder.begin()->second);
        collection.inOrder.erase(collection.inOrder.begin());
    }
}

std::vector<QJsonObject> Store::select(Kind kind, const Predicate &matches) const
{
    std::vector<QJsonObject> selected;
    const auto collection = m_collections.find(kind);
    if (collection == m_collections.end())
        return selected;
    const auto &inOrder = collection->second.inOrder;
    for (auto it = inOrder.rbegin(); it != inOrder.rend(); ++it) {
        const QJsonObject &object = collection->second.byId.constFind(it->second)->object;
        if (!matches || matches(object))
            selected.push_back(object);
    }
    return selected;
}

} // namespace Orion::Sandbox
