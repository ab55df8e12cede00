#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <map>

namespace Orion
{

// Which state of a Stripe object an event carries. States are in a total order, so that events may
// arrive in any: by the second they were created in, then by how far the object is in its life,
// then by the event's id. The last says nothing about time; where it has to decide, the object is
// also marked (refresh_requested_at) so that Stripe can be asked for the present state.
struct ObjectVersion
{
    QString objectId;
    QString kind; // subscription, invoice, customer, dispute
    QDateTime created;
    int rank = 0; // how far in its life
    QString eventId;
    bool deleted = false;
};

enum class Standing
{
    Newer, // than what is in the database, or the first of its object
    Same,  // it is what is in the database: applying it again would change nothing
    Older,
};

// The versions of the objects that a piece of work is about, read and written for all of them at
// once. The caller is in a transaction and holds the objects' advisory locks; what was recorded is
// in the database after flush().
class Versions
{
public:
    Versions(Session &session, const QDateTime &now)
        : m_session(session)
        , m_now(now)
    {}

    // What will be asked about; anything else is read when it is.
    Result<void> load(const QStringList &objectIds);

    // Compares with what is known. An older version that only its id made older leaves the mark
    // for a refresh.
    Result<Standing> compare(const ObjectVersion &version);

    // How far in its life the known state of an object is; 0 for one that is new.
    Result<int> rankOf(const QString &objectId);

    // The database reflects this version, which was Newer.
    void record(const ObjectVersion &version);

    Result<void> flush();

private:
    struct Known
    {
        std::optional<ObjectVersion> version; // nothing: the object is new
        bool isInDoubt = false;               // another event of its second may be the later one
        bool isChanged = false;
    };

    Result<Known *> find(const QString &objectId);

    Session &m_session;
    const QDateTime m_now;
    std::map<QString, Known> m_known;
};

} // namespace Orion
