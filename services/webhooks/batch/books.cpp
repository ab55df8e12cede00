#include "services/webhooks/batch/books.h"

namespace Orion
{

// The payment standing is written into the subscriptions' rows and goes by the invoices.
Result<void> Books::flush()
{
    if (const auto done = subscriptions.flush(); !done)
        return done;
    if (const auto done = invoices.flush(); !done)
        return done;
    subscriptions.forget();
    return versions.flush();
}

} // namespace Orion
