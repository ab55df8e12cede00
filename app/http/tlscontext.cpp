#include "app/http/tlscontext.h"

namespace Orion::Http
{

namespace ssl = boost::asio::ssl;

namespace
{

tl::unexpected<Error> unusable(const QString &what, const QString &file,
                               const boost::system::error_code &error)
{
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("The TLS %1 %2 cannot be used; it must be readable and in PEM form.")
                    .arg(what, file),
                QString::fromStdString(error.message()));
}

} // namespace

Result<std::unique_ptr<ssl::context>> makeTlsContext(const TlsFiles &files)
{
    if (files.certificateFile.isEmpty() || files.keyFile.isEmpty()) {
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("HTTPS needs both a certificate file and a key file."));
    }
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    boost::system::error_code error;
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                             ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                             ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                         error);
    // A renegotiating client would have us compute for it at its pleasure.
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
    context->use_certificate_chain_file(files.certificateFile.toStdString(), error);
    if (error)
        return unusable(QStringLiteral("certificate"), files.certificateFile, error);
    context->use_private_key_file(files.keyFile.toStdString(), ssl::context::pem, error);
    if (error)
        return unusable(QStringLiteral("key"), files.keyFile, error);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The TLS key %1 does not belong to the certificate %2.")
                        .arg(files.keyFile, files.certificateFile));
    }
    return context;
}

} // namespace Orion::Http
