#pragma once

#include "models/domain/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace Orion
{

// The answer of everything that can fail. Result<void> carries no value.
template <typename T>
using Result = tl::expected<T, Error>;

// return fail(ErrorCode::NotFound, "…"): converts to any Result.
inline tl::unexpected<Error> fail(ErrorCode code, QString message, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail)});
}

// Hands an error of one Result on as another's.
inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace Orion
