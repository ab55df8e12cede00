#pragma once

#include "app/sandbox/state/due.h"
#include "app/sandbox/state/keys.h"
#include "app/sandbox/state/kinds.h"

#include <QHash>
#include <QJsonObject>

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace Orion::Sandbox
{

using Predicate = std::function<bool(const QJsonObject &)>;

// Every object by kind and id, in memory, with indexes by its keys and by when it is due. Not for
// several threads: State's owner takes the lock.
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

    // Which part of a kind's objects to go through, and in which order.
    struct Part
    {
        std::optional<Key> key = {}; // only those that have it
        quint64 above = 0;           // only those whose place lies between
        quint64 below = std::numeric_limits<quint64>::max();
        bool oldestFirst = false;
    };

    // Calls with each object of the part until the visitor answers false.
    void walk(Kind kind, const Part &part, const Predicate &visit) const;

    // Where the object stands among all; later ones are greater.
    std::optional<quint64> placeOf(Kind kind, const QString &id) const;

    // Those that match, newest first. The predicate may be empty.
    std::vector<QJsonObject> select(Kind kind, const Predicate &matches = {},
                                    const std::optional<Key> &key = {}) const;

    // What is due first of all that live by the clock; an empty one is real time.
    std::optional<Due> firstDue(const QString &testClock) const;

    // From begin on every change is remembered, so that rollback can undo it.
    void begin();
    void rollback();

private:
    struct Entry
    {
        quint64 place = 0;
        QJsonObject object;
    };
    struct Collection
    {
        QHash<QString, Entry> byId;
        std::map<quint64, QString> inOrder; // oldest first
        QHash<QString, std::set<quint64>> byKey;
    };
    struct Change
    {
        Kind kind;
        QString id;
        std::optional<Entry> before;
    };
    using DuePlace = std::pair<qint64, quint64>; // time and place

    void insert(Kind kind, const QString &id, const Entry &entry);
    void erase(Kind kind, const QString &id);
    void remember(Kind kind, const QString &id);
    const Entry *entry(Kind kind, const QString &id) const;

    std::map<Kind, Collection> m_collections;
    QHash<QString, std::map<DuePlace, std::pair<Kind, QString>>> m_due; // by test clock
    quint64 m_place = 0;
    std::optional<std::vector<Change>> m_changes; // since begin
};

} // namespace Orion::Sandbox
