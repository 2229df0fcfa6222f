/**
 * The gateway process: sessions, leader tracking, report routing.
 */
package io.muex.gateway;
