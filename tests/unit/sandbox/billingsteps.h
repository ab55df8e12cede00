#pragma once

#include "tests/unit/sandbox/sandboxfixture.h"

// What the tests of the sandbox's billing do again and again.
namespace Orion::Sandbox
{

constexpr qint64 day = 86'400; // seconds

QByteArray path(const QJsonObject &object, const char *below);
QJsonObject latestInvoice(SandboxFixture &sandbox, const QJsonObject &subscription);
QJsonObject present(SandboxFixture &sandbox, const QJsonObject &subscription);

// Time goes on, and what has become due is done.
void pass(SandboxFixture &sandbox, qint64 seconds);

// The form that moves the subscription's item to another price.
QByteArray changeTo(const QJsonObject &subscription, const QString &price);

// From here on the customer's card declines.
void breakCard(SandboxFixture &sandbox, const QJsonObject &subscription);

// What the last update of a subscription said had changed.
QJsonObject previousOf(SandboxFixture &sandbox);

} // namespace Orion::Sandbox
