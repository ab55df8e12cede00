#pragma once

#include "services/database/session.h"

#include <functional>
#include <stop_token>

class QIODevice;

namespace Orion
{

struct CopyProgress
{
    qint64 rows = 0; // the header line not counted
    qint64 bytes = 0;
};

// Streams the rows of a query into a device as CSV (RFC 4180 quoting, "\n" line ends, UTF-8) with
// a header line of the column names, without keeping them in memory.
//
// COPY takes no bound parameters, so each ? of the query is replaced by the argument, quoted by
// libpq: write the query as a constant and give values as arguments, as everywhere else. A ? in a
// string or comment of the query stays. Integers, reals, booleans, text, times and NULL are taken.
//
// progress is called on the calling thread every few thousand rows and at the end. stop may be
// asked for from any thread: the query is cancelled on the server and the answer is Cancelled.
// Errors: those of a statement; Internal when the device takes no more (a full disk). After every
// error the device has part of the rows and the session can be used again.
Result<CopyProgress> copyOut(Session &session, const QString &query, const QVariantList &arguments,
                             QIODevice &device,
                             const std::function<void(const CopyProgress &)> &progress = {},
                             const std::stop_token &stop = {});

} // namespace Orion
