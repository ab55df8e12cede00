#pragma once

#include "app/http/server.h"

#include <boost/asio/ssl/context.hpp>

namespace Orion::Http
{

// TLS 1.2 and newer with this certificate. Errors: ConfigurationInvalid, naming the file at fault.
Result<std::unique_ptr<boost::asio::ssl::context>> makeTlsContext(const TlsFiles &files);

} // namespace Orion::Http
