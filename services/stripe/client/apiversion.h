#pragma once

namespace Orion
{

// What the readers and the forms are written for: the version of every call, and of the webhook
// endpoint that setup makes.
inline constexpr char stripeApiVersion[] = "2026-10-28.endive";

} // namespace Orion
