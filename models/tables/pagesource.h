#pragma once

#include "models/domain/page.h"
#include "models/domain/result.h"

#include <functional>

namespace Orion
{

// Where a table model gets its rows from. The console's composition connects it to a service; a
// test hands in rows of its own. Both calls come from, and are answered on, the GUI thread.
template <typename T>
class PageSource
{
public:
    using Deliver = std::function<void(Result<Page<T>>)>;

    virtual ~PageSource() = default;

    // Answers once, later, through deliver; never before it has returned.
    virtual void fetch(const PageRequest &request, Deliver deliver) = 0;
};

} // namespace Orion
