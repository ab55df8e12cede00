#include "services/platform/verifiedtokens.h"

#include <QTest>

using namespace Orion;

namespace
{

TokenClaims claimsOf(const QString &vendor, double expires)
{
    TokenClaims claims;
    claims.principal = {TokenRole::Vendor, vendor, QStringLiteral("sub-") + vendor,
                        QStringLiteral("id-") + vendor};
    claims.notBefore = expires - 60;
    claims.expires = expires;
    return claims;
}

} // namespace

class TestVerifiedTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatWasSaid();
    void knowsNoOtherToken();
    void keepsTheNewerClaimsOfAToken();
    void pushesOutTheOneThatExpiresFirst();
    void doesNotKeepWhatIsTooLong();
    void neverTakesMoreMemory();
};

void TestVerifiedTokens::saysWhatWasSaid()
{
    VerifiedTokens tokens;
    TokenClaims claims = claimsOf(QStringLiteral("Größe"), 1790000000.5);
    claims.principal.role = TokenRole::Admin;
    tokens.insert("a.b.c", claims);
    const auto found = tokens.find("a.b.c");
    QVERIFY(found);
    QCOMPARE(found->principal.role, TokenRole::Admin);
    QCOMPARE(found->principal.vendorCode, QStringLiteral("Größe"));
    QCOMPARE(found->principal.subject, QStringLiteral("sub-Größe"));
    QCOMPARE(found->principal.tokenId, QStringLiteral("id-Größe"));
    QCOMPARE(found->notBefore, claims.notBefore);
    QCOMPARE(found->expires, claims.expires);
}

void TestVerifiedTokens::knowsNoOtherToken()
{
    VerifiedTokens tokens(8); // every token has the same places
    QVERIFY(!tokens.find("a.b.c"));
    QVERIFY(!tokens.find(""));
    tokens.insert("a.b.c", claimsOf(QStringLiteral("a"), 100));
    QVERIFY(!tokens.find("a.b.d"));
    QVERIFY(!tokens.find("a.b.c "));
}

void TestVerifiedTokens::keepsTheNewerClaimsOfAToken()
{
    VerifiedTokens tokens(8);
    tokens.insert("one", claimsOf(QStringLiteral("a"), 100));
    tokens.insert("two", claimsOf(QStringLiteral("b"), 100));
    tokens.insert("one", claimsOf(QStringLiteral("a"), 50));
    tokens.insert("two", claimsOf(QStringLiteral("b"), 70));
    QCOMPARE(tokens.find("one")->expires, 50.0);
    QCOMPARE(tokens.find("two")->expires, 70.0);
}

void TestVerifiedTokens::pushesOutTheOneThatExpiresFirst()
{
    VerifiedTokens tokens(8);
    for (int i = 0; i < 6; ++i)
        tokens.insert(QByteArray::number(i), claimsOf(QStringLiteral("x"), 500 + i));
    tokens.insert("late", claimsOf(QStringLiteral("a"), 300));
    tokens.insert("early", claimsOf(QStringLiteral("b"), 100));
    tokens.insert("new", claimsOf(QStringLiteral("c"), 200));
    QVERIFY(tokens.find("late"));
    QVERIFY(!tokens.find("early"));
    QVERIFY(tokens.find("new"));
    tokens.insert("newest", claimsOf(QStringLiteral("d"), 400));
    QVERIFY(tokens.find("late"));
    QVERIFY(!tokens.find("new"));
}

void TestVerifiedTokens::doesNotKeepWhatIsTooLong()
{
    VerifiedTokens tokens;
    tokens.insert("fits", claimsOf(QString(40, u'x'), 100));
    QCOMPARE(tokens.find("fits")->principal.vendorCode, QString(40, u'x'));
    tokens.insert("long", claimsOf(QString(50, u'x'), 100));
    QVERIFY(!tokens.find("long"));
}

void TestVerifiedTokens::neverTakesMoreMemory()
{
    VerifiedTokens tokens(64);
    const std::size_t before = tokens.bytes();
    int known = 0;
    for (int i = 0; i < 1000; ++i)
        tokens.insert(QByteArray::number(i), claimsOf(QString::number(i), 100 + i));
    for (int i = 0; i < 1000; ++i)
        known += tokens.find(QByteArray::number(i)) ? 1 : 0;
    QCOMPARE(tokens.bytes(), before);
    QVERIFY(before < 64 * 256);
    QCOMPARE(known, 64);
}

QTEST_GUILESS_MAIN(TestVerifiedTokens)
#include "test_verifiedtokens.moc"
