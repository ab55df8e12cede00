#include "app/sandbox/state/store.h"

#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString indexName(const Key &key)
{
    return key.name + u':' + key.value;
}

// Whether an object hardly ever changes or is read any more.
bool isAtRest(Kind kind, const QJsonObject &object)
{
    const QString status = object.value("status"_L1).toString();
    switch (kind) {
    case Kind::Charge:
    case Kind::Refund:
        return true;
    case Kind::CheckoutSession:
        return status != "open"_L1 && object.value("payment_status"_L1).toString() != "unpaid"_L1;
    case Kind::Invoice:
        return status == "paid"_L1 || status == "void"_L1;
    case Kind::InvoicePayment:
        return status == "paid"_L1;
    case Kind::PaymentIntent:
        return status == "succeeded"_L1;
    case Kind::Subscription:
        return status == "canceled"_L1;
    default:
        return false;
    }
}

// Objects at rest lie in the store as one text, which takes a small part of the memory that their
// fields do: most of what a long load leaves is at rest.
constexpr QLatin1String packedText("_packed");

// JSON in ASCII alone, which QJsonValue keeps in half the memory that other text takes.
QString asciiJson(const QJsonObject &object)
{
    const QString text = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    QString ascii;
    ascii.reserve(text.size());
    for (const QChar letter : text) {
        if (letter.unicode() < 0x80)
            ascii.append(letter);
        else
            ascii.append(u"\\u%1"_s.arg(letter.unicode(), 4, 16, QLatin1Char('0')));
    }
    return ascii;
}

QJsonObject packed(Kind kind, const QJsonObject &object)
{
    if (!isAtRest(kind, object))
        return object;
    return {{packedText, asciiJson(object)}};
}

QJsonObject unpacked(const QJsonObject &kept)
{
    const auto text = kept.constFind(packedText);
    return text == kept.constEnd() ? kept
                                   : QJsonDocument::fromJson(text->toString().toUtf8()).object();
}

// Goes through places between the bounds of the part, in its order. A place is the element itself
// or the first of a pair.
template <typename Ordered, typename Visit>
void eachPlace(const Ordered &places, const Store::Part &part, const Visit &visit)
{
    auto first = places.upper_bound(part.above);
    auto last = places.lower_bound(part.below);
    if (part.above >= part.below)
        return;
    if (part.oldestFirst) {
        for (; first != last; ++first) {
            if (!visit(*first))
                return;
        }
    } else {
        while (last != first) {
            if (!visit(*--last))
                return;
        }
    }
}

} // namespace

const Store::Entry *Store::entry(Kind kind, const QString &id) const
{
    const auto collection = m_collections.find(kind);
    if (collection == m_collections.end())
        return nullptr;
    const auto present = collection->second.byId.constFind(id);
    return present == collection->second.byId.constEnd() ? nullptr : &*present;
}

void Store::insert(Kind kind, const QString &id, const Entry &entry)
{
    const QJsonObject object = unpacked(entry.object);
    Collection &collection = m_collections[kind];
    collection.byId.insert(id, {entry.place, packed(kind, object)});
    collection.inOrder.emplace(entry.place, id);
    for (const Key &key : keysOf(kind, object))
        collection.byKey[indexName(key)].insert(entry.place);
    if (const auto time = dueTime(kind, object))
        m_due[testClockOf(object)].emplace(DuePlace(*time, entry.place), std::pair(kind, id));
}

void Store::erase(Kind kind, const QString &id)
{
    Collection &collection = m_collections[kind];
    const Entry entry = collection.byId.take(id);
    const QJsonObject object = unpacked(entry.object);
    collection.inOrder.erase(entry.place);
    for (const Key &key : keysOf(kind, object)) {
        const auto index = collection.byKey.find(indexName(key));
        index->erase(entry.place);
        if (index->empty())
            collection.byKey.erase(index);
    }
    if (const auto time = dueTime(kind, object))
        m_due[testClockOf(object)].erase({*time, entry.place});
}

void Store::remember(Kind kind, const QString &id)
{
    if (!m_changes)
        return;
    const Entry *before = entry(kind, id);
    m_changes->push_back({kind, id, before ? std::optional(*before) : std::nullopt});
}

void Store::put(Kind kind, const QJsonObject &object)
{
    const QString id = object.value("id"_L1).toString();
    Q_ASSERT(!id.isEmpty());
    remember(kind, id);
    const Entry *before = entry(kind, id);
    const quint64 place = before ? before->place : ++m_place;
    if (before)
        erase(kind, id);
    insert(kind, id, {place, object});
}

void Store::remove(Kind kind, const QString &id)
{
    if (!entry(kind, id))
        return;
    remember(kind, id);
    erase(kind, id);
}

std::optional<QJsonObject> Store::find(Kind kind, const QString &id) const
{
    const Entry *present = entry(kind, id);
    return present ? std::optional(unpacked(present->object)) : std::nullopt;
}

std::size_t Store::count(Kind kind) const
{
    const auto collection = m_collections.find(kind);
    return collection == m_collections.end() ? 0 : collection->second.inOrder.size();
}

void Store::keepNewest(Kind kind, std::size_t most)
{
    while (count(kind) > most)
        remove(kind, QString(m_collections.at(kind).inOrder.begin()->second));
}

void Store::walk(Kind kind, const Part &part, const Predicate &visit) const
{
    const auto found = m_collections.find(kind);
    if (found == m_collections.end())
        return;
    const Collection &collection = found->second;
    const auto show = [&](const QString &id) {
        return visit(unpacked(collection.byId.constFind(id)->object));
    };
    if (!part.key) {
        eachPlace(collection.inOrder, part, [&](const auto &place) { return show(place.second); });
        return;
    }
    const auto index = collection.byKey.constFind(indexName(*part.key));
    if (index == collection.byKey.constEnd())
        return;
    eachPlace(*index, part,
              [&](quint64 place) { return show(collection.inOrder.find(place)->second); });
}

std::optional<quint64> Store::placeOf(Kind kind, const QString &id) const
{
    const Entry *present = entry(kind, id);
    return present ? std::optional(present->place) : std::nullopt;
}

std::vector<QJsonObject> Store::select(Kind kind, const Predicate &matches,
                                       const std::optional<Key> &key) const
{
    std::vector<QJsonObject> selected;
    walk(kind, {key}, [&](const QJsonObject &object) {
        if (!matches || matches(object))
            selected.push_back(object);
        return true;
    });
    return selected;
}

std::optional<Due> Store::firstDue(const QString &testClock) const
{
    const auto clock = m_due.constFind(testClock);
    if (clock == m_due.constEnd() || clock->empty())
        return {};
    const auto &[when, what] = *clock->begin();
    return Due{when.first, what.first, what.second};
}

void Store::begin()
{
    Q_ASSERT(!m_changes);
    m_changes.emplace();
}

void Store::rollback()
{
    Q_ASSERT(m_changes);
    const auto changes = *std::exchange(m_changes, std::nullopt);
    std::for_each(changes.rbegin(), changes.rend(), [this](const Change &change) {
        if (entry(change.kind, change.id))
            erase(change.kind, change.id);
        if (change.before)
            insert(change.kind, change.id, *change.before);
    });
}

} // namespace Orion::Sandbox
