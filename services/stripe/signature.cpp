#include "services/stripe/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <optional>

namespace Orion
{

namespace
{

constexpr int hexDigestLength = 64;
constexpr int longestTime = 12; // digits; far beyond any real time, and safe in qint64

struct SignatureHeader
{
    QByteArray time;              // as written, for it is part of what was signed
    QList<QByteArray> signatures; // the v1 ones, as written
};

tl::unexpected<Error> refuse(const char *reason)
{
    return fail(ErrorCode::SignatureInvalid, QString::fromLatin1(reason));
}

bool isTime(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= longestTime &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<SignatureHeader> parseHeader(const QByteArray &header)
{
    if (header.trimmed().isEmpty())
        return refuse("The request has no Stripe-Signature header.");
    SignatureHeader parsed;
    for (const QByteArray &part : header.split(',')) {
        const qsizetype equals = part.indexOf('=');
        if (equals < 0)
            return refuse("The Stripe-Signature header is not a list of name=value pairs.");
        const QByteArray name = part.left(equals).trimmed();
        const QByteArray value = part.mid(equals + 1).trimmed();
        if (name == "v1") {
            parsed.signatures.append(value);
        } else if (name == "t") {
            if (!parsed.time.isEmpty())
                return refuse("The Stripe-Signature header has more than one time.");
            if (!isTime(value))
                return refuse("The time in the Stripe-Signature header is not a Unix time.");
            parsed.time = value;
        }
    }
    if (parsed.time.isEmpty())
        return refuse("The Stripe-Signature header has no time.");
    if (parsed.signatures.isEmpty())
        return refuse("The Stripe-Signature header has no signature of scheme v1.");
    return parsed;
}

QByteArray hexDigest(const QByteArray &time, const QByteArray &body, const QByteArray &secret)
{
    const QByteArray signedBytes = time + '.' + body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int length = 0;
    HMAC(EVP_sha256(), secret.constData(), int(secret.size()),
         reinterpret_cast<const unsigned char *>(signedBytes.constData()),
         std::size_t(signedBytes.size()), digest.data(), &length);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), int(length)).toHex();
}

bool fitsAny(const QList<QByteArray> &signatures, const QByteArray &expected)
{
    for (const QByteArray &signature : signatures) {
        if (signature.size() == hexDigestLength &&
            CRYPTO_memcmp(signature.constData(), expected.constData(), hexDigestLength) == 0)
            return true;
    }
    return false;
}

} // namespace

Result<void> verifySignature(const QByteArray &header, const QByteArray &body,
                             const QList<QByteArray> &secrets, const QDateTime &now,
                             std::chrono::seconds tolerance)
{
    QList<QByteArray> usable;
    for (const QByteArray &secret : secrets) {
        if (const QByteArray trimmed = secret.trimmed(); !trimmed.isEmpty())
            usable.append(trimmed);
    }
    if (usable.isEmpty())
        return fail(ErrorCode::PaymentSystemNotConfigured,
                    QStringLiteral("No webhook signing secret is configured. Set "
                                   "STRIPE_WEBHOOK_SECRET."));

    const auto parsed = parseHeader(header);
    if (!parsed)
        return fail(parsed.error());
    const bool fits = std::any_of(usable.begin(), usable.end(), [&](const QByteArray &secret) {
        return fitsAny(parsed->signatures, hexDigest(parsed->time, body, secret));
    });
    if (!fits)
        return refuse("The signature does not fit the body. Check that STRIPE_WEBHOOK_SECRET is "
                      "the secret of this endpoint and that nothing on the way changes the body.");

    const qint64 age = now.toSecsSinceEpoch() - parsed->time.toLongLong();
    if (age > tolerance.count())
        return refuse("The signature is too old. Check the clock of this computer.");
    if (age < -tolerance.count())
        return refuse("The signature is from the future. Check the clock of this computer.");
    return {};
}

QByteArray signPayload(const QByteArray &body, const QByteArray &secret, const QDateTime &time)
{
    const QByteArray seconds = QByteArray::number(time.toSecsSinceEpoch());
    return "t=" + seconds + ",v1=" + hexDigest(seconds, body, secret.trimmed());
}

} // namespace Orion
