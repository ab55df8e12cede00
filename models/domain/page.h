#pragma once

#include <QByteArray>

#include <vector>

namespace Orion
{

// One step of keyset paging. The cursor is opaque to everyone but the service that made it; an
// empty one asks for the first page.
struct PageRequest
{
    int limit = 100;
    QByteArray cursor;
};

template <typename T>
struct Page
{
    std::vector<T> rows;
    QByteArray nextCursor; // empty: this was the last page
};

} // namespace Orion
