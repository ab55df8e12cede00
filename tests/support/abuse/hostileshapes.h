#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace Orion::Abuse
{

// How a client misbehaves on a connection.
struct Shape
{
    QByteArray kind; // several shapes may be of one
    QByteArray name;
    QByteArray opening;                    // sent at once
    QByteArray piece = {};                 // sent again and again after it, unless empty
    std::chrono::milliseconds interval{0}; // between the pieces; 0: as fast as they are taken
    bool reads = true;
    bool finishesSending = false; // half-closes after the opening
};

// Clients that connect and say nothing.
Shape idleShape();

// Slow headers, slow bodies, endless headers, wrong and double lengths, smuggling, pipelining
// without reading, half-closed. A server may only take the half-closed one and those pipelined,
// which ask for `path`.
std::vector<Shape> activeShapes(const QByteArray &path);

} // namespace Orion::Abuse
