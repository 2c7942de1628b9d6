"""PLACEHOLDER whoosh"""
