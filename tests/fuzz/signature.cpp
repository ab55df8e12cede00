// verifySignature() against a plain second opinion, with headers around a genuine signature.
// The input: a byte for the time of signing, the header up to the first line end, the body. In the
// header @ stands for the genuine one, # for its digest, % for its time.
#include "services/stripe/signature.h"

#include <QMessageAuthenticationCode>

#include <algorithm>

#include "tests/fuzz/fuzz.h"

using namespace Orion;
using Fuzz::require;

namespace
{

const QByteArray oldSecret = QByteArrayLiteral("whsec_old");
const QByteArray newSecret = QByteArrayLiteral("whsec_new");
constexpr qint64 nowSeconds = 1'790'000'000;
constexpr qint64 tolerance = 300;

QByteArray digest(const QByteArray &time, const QByteArray &body, const QByteArray &secret)
{
    return QMessageAuthenticationCode::hash(time + '.' + body, secret, QCryptographicHash::Sha256)
        .toHex();
}

bool isLowerHex(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

QByteArray filledIn(QByteArray header, const QByteArray &genuine)
{
    const qsizetype comma = genuine.indexOf(',');
    header.replace('@', genuine);
    header.replace('%', genuine.sliced(2, comma - 2));
    header.replace('#', genuine.sliced(comma + 4));
    return header;
}

// Whether a header is to be accepted, as the documentation tells: one time, not far from ours, and
// one v1 that is the digest of time and body.
bool isGenuine(const QByteArray &header, const QByteArray &body)
{
    QList<QByteArray> times;
    QList<QByteArray> signatures;
    for (const QByteArray &part : header.split(',')) {
        const QList<QByteArray> sides = part.split('=');
        if (sides.size() < 2)
            return false;
        const QByteArray value = part.sliced(sides[0].size() + 1).trimmed();
        if (sides[0].trimmed() == "t")
            times.append(value);
        if (sides[0].trimmed() == "v1")
            signatures.append(value);
    }
    if (times.size() != 1 || times[0].isEmpty() || times[0].size() > 12)
        return false;
    qint64 seconds = 0;
    for (const char c : times[0]) {
        if (c < '0' || c > '9')
            return false;
        seconds = seconds * 10 + (c - '0');
    }
    if (std::abs(nowSeconds - seconds) > tolerance)
        return false;
    return signatures.contains(digest(times[0], body, oldSecret)) ||
           signatures.contains(digest(times[0], body, newSecret));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray text = Fuzz::bytesOf(data + 1, size - 1);
    const qsizetype end = text.indexOf('\n');
    const QByteArray body = end < 0 ? QByteArray() : text.sliced(end + 1);
    // Within and beyond what is tolerated, on both sides.
    const qint64 offset = (int(data[0] / 2) - 64) * 5;
    const QByteArray &secret = data[0] % 2 == 0 ? oldSecret : newSecret;
    const QByteArray genuine =
        signPayload(body, secret, QDateTime::fromSecsSinceEpoch(nowSeconds + offset, Qt::UTC));
    require(genuine.size() == 2 + 10 + 4 + 64, "a signature has a time and 64 digits");
    require(isLowerHex(genuine.last(64)), "a signature is in hexadecimal digits");

    const QByteArray header = filledIn(end < 0 ? text : text.first(end), genuine);
    const QDateTime now = QDateTime::fromSecsSinceEpoch(nowSeconds, Qt::UTC);
    const auto verified = verifySignature(header, body, {oldSecret, newSecret, QByteArray()}, now);
    require(verified.has_value() == isGenuine(header, body),
            "a header is accepted exactly if its digest and its time fit");
    if (!verified) {
        require(verified.error().code == ErrorCode::SignatureInvalid,
                "the error says what is wrong");
        return 0;
    }
    require(!verifySignature(header, body + ' ', {oldSecret, newSecret}, now),
            "a signature fits one body only");
    require(!verifySignature(header, body, {QByteArrayLiteral("whsec_other")}, now),
            "a signature fits one secret only");
    require(!verifySignature(header, body, {QByteArray(), QByteArrayLiteral(" ")}, now),
            "nothing is accepted without a secret");
    return 0;
}
