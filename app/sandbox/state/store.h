#pragma once

#include "app/sandbox/state/kinds.h"

#include <QHash>
#include <QJsonObject>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace Orion::Sandbox
{

using Predicate = std::function<bool(const QJsonObject &)>;

// Every object by kind and id, in memory. Not for several threads: State's owner takes the lock.
class Store
{
public:
    // Adds the object under its "id", or replaces it and keeps its place.
    void put(Kind kind, const QJsonObject &object);
    void remove(Kind kind, const QString &id);
    std::optional<QJsonObject> find(Kind kind, const QString &id) const;
    std::size_t count(Kind kind) const;

    // Drops the oldest until no more than this many are left.
    void keepNewest(Kind kind, std::size_t most);

    // Those that match, newest first. The predicate may be empty.
    std::vector<QJsonObject> select(Kind kind, const Predicate &matches = {}) const;

private:
    struct Entry
    {
        quint64 sequence = 0;
        QJsonObject object;
    };
    struct Collection
    {
        QHash<QString, Entry> byId;
        std::map<quint64, QString> inOrder; // oldest first
    };

    std::map<Kind, Collection> m_collections;
    quint64 m_sequence = 0;
};

} // namespace Orion::Sandbox
