#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace Orion
{

// Tokens made by hand, not with the library that the product uses, so that they can be as wrong as
// an attacker's. The texts of header and claims may be any bytes.
inline const QByteArray testTokenSecret =
    QByteArrayLiteral("a secret of the tests, 32+ bytes long");

QByteArray base64Url(const QByteArray &bytes);
QByteArray compact(const QJsonObject &object);

// Claims that are good from `now` on for an hour: a vendor's, or an admin's without a code.
QJsonObject goodClaims(qint64 now, const QString &vendorCode = {});

QByteArray hs256Token(const QByteArray &header, const QByteArray &claims,
                      const QByteArray &secret = testTokenSecret);

// Signed with a private key in PEM: RSA PKCS#1, or ECDSA with r and s side by side.
QByteArray signedToken(const QByteArray &header, const QByteArray &claims, const QByteArray &pem);

// "Authorization: Bearer …\r\n" for a request of a vendor, or of an admin without a code; verified
// with testTokenSecret, good from now on.
QByteArray authorization(const QString &vendorCode = {});

struct TestKeyPair
{
    QByteArray privatePem;
    QByteArray publicPem;
};
TestKeyPair rsaKeyPair(int bits = 2048);
TestKeyPair ecKeyPair(const char *curve = "P-256");

} // namespace Orion
